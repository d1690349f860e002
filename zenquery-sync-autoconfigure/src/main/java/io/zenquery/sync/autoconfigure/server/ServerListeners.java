package io.zenquery.sync.autoconfigure.server;

import io.zenquery.sync.server.BatchReport;
import io.zenquery.sync.server.HandlerInterceptor;
import io.zenquery.sync.server.ServerListener;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells several listeners. One that throws is logged, and does not stop the others. */
final class ServerListeners implements ServerListener {
    private static final Logger LOG = LoggerFactory.getLogger(ServerListener.class);

    private final List<ServerListener> listeners;

    ServerListeners(List<ServerListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    /** One that stands around another. */
    static HandlerInterceptor nested(HandlerInterceptor outer, HandlerInterceptor inner) {
        return (call, handler) -> outer.around(call, () -> inner.around(call, handler));
    }

    @Override
    public void onResume(String channel, boolean snapshot) {
        tell(listener -> listener.onResume(channel, snapshot));
    }

    @Override
    public void onBatch(String channel, BatchReport report) {
        tell(listener -> listener.onBatch(channel, report));
    }

    @Override
    public void onChange(String channel) {
        tell(listener -> listener.onChange(channel));
    }

    private void tell(Consumer<ServerListener> call) {
        for (ServerListener listener : listeners) {
            try {
                call.accept(listener);
            } catch (RuntimeException e) {
                LOG.error("a listener of the server failed; the others go on", e);
            }
        }
    }
}
