package io.zenquery.sync.spring;

/**
 * A channel can't be had: the application is stopped or closed, or nothing is there that connects one, or it is asked for by what is called
 * while it is opened. The message says which. An outbox that can't be opened is an {@link io.zenquery.sync.outbox.OutboxException} instead.
 */
public final class ChannelUnavailableException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private final String channel;

    /**
     * @param channel the channel that was asked for
     * @param reason completes the sentence "channel … can't be opened: …"
     */
    public ChannelUnavailableException(String channel, String reason) {
        super("channel \"" + channel + "\" can't be opened: " + reason);
        this.channel = channel;
    }

    /** The channel that was asked for. */
    public String channel() {
        return channel;
    }
}
