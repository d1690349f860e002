package io.zenquery.sync.server;

import java.util.function.Consumer;

/** Decides the mutations of one name, in all channels. */
public interface MutationFunction {

    /** The name, as clients send it. */
    String name();

    /**
     * Decides a mutation: what was recorded in {@link MutationCall#draft} when this returns is its effect; nothing recorded means
     * accepted without effect. The prediction of the client is not looked at.
     *
     * <p>Called on a thread of the server, under the channel's lock: one call at a time per channel, in the order that the log
     * will have. So it should not wait for anything long, and must not call the {@link SyncServer}.
     *
     * @throws RejectMutationException to reject it
     * @throws TryLaterException if it can't be decided now
     * @throws RuntimeException anything else is logged, and rejects this mutation alone with code {@code handler-failed}
     */
    void handle(MutationCall call);

    /** A function of that name that does what {@code body} does, see {@link #handle}. */
    static MutationFunction of(String name, Consumer<MutationCall> body) {
        return new NamedFunction(name, body);
    }
}
