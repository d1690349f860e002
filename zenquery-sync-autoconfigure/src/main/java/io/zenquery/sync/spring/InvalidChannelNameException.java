package io.zenquery.sync.spring;

/** There is no channel of that name, and can't be: expected are letters, digits, {@code _} and {@code -}, from 1 to 64. */
public final class InvalidChannelNameException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String channel;

    /** @param channel what was given as a name */
    public InvalidChannelNameException(String channel) {
        super("expected the name of a channel, 1 to 64 letters, digits, '_' and '-', got \"" + channel + "\"");
        this.channel = channel;
    }

    /** What was given as a name. */
    public String channel() {
        return channel;
    }
}
