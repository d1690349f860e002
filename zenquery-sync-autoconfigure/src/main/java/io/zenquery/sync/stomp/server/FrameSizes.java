package io.zenquery.sync.stomp.server;

import io.zenquery.sync.protocol.ProtocolCodec;
import io.zenquery.sync.protocol.ServerMessage;
import java.util.List;

/**
 * How much goes into a frame.
 *
 * @param max bytes in a frame that clients take
 */
record FrameSizes(int max) {
    /** What a STOMP frame has beside its body, generously. */
    private static final int OVERHEAD = 512;

    /** As much as several messages share: beyond that, a frame of its own costs next to nothing, and memory is needed for each at once. */
    private static final int SHARED = 64 * 1024;

    boolean fits(ServerMessage message) {
        return ProtocolCodec.encode(message).length <= max - OVERHEAD;
    }

    /** The bodies of frames that have these messages, in their order. */
    List<byte[]> frames(List<? extends ServerMessage> messages) {
        return ProtocolCodec.encodeFrames(messages, Math.min(SHARED, max - OVERHEAD));
    }
}
