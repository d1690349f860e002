package io.zenquery.sync.actuate;

import io.zenquery.sync.actuate.SyncDescriptor.ServerDescriptor;
import org.jspecify.annotations.Nullable;

/** Reports how the server stands, without waiting for a channel's lock. */
public interface ServerReporter {

    /** All channels, without their sizes and clients. */
    ServerDescriptor report();

    /** That channel alone, with its size and clients; null if nobody has used it here. */
    @Nullable
    ServerDescriptor report(String channel);
}
