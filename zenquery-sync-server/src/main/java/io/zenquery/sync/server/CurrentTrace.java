package io.zenquery.sync.server;

import org.jspecify.annotations.Nullable;

/** Tells which trace a thread works in: what it changes meanwhile is part of it, and says so to the clients. */
@FunctionalInterface
public interface CurrentTrace {

    /**
     * The trace that the calling thread works in, as a {@link io.zenquery.sync.protocol.TraceParent}; null for none, and anything else is
     * taken for none. Asked on the thread of a handler when it has accepted, within its {@link HandlerInterceptor}s, and on a thread that
     * calls {@link SyncServer#change}.
     */
    @Nullable
    String traceParent();
}
