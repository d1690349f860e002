package io.zenquery.sync.server;

/** Decides the mutations of one name, in all channels. */
public interface MutationHandler {

    /** The name, as clients send it. */
    String name();

    /**
     * Decides a mutation: what was recorded in {@link MutationCall#draft} when this returns is its effect; nothing recorded means
     * accepted without effect. The prediction of the client is not looked at.
     *
     * <p>Called on a transport's thread, under the channel's lock: one call at a time per channel, in the order that the log
     * will have. So it should not wait for anything long, and must not call the {@link SyncServer}.
     *
     * @throws RejectMutationException to reject it
     * @throws TryLaterException if it can't be decided now
     * @throws RuntimeException anything else is logged, and rejects this mutation alone with code {@code handler-failed}
     */
    void handle(MutationCall call);
}
