package io.zenquery.sync.server;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what a listener throws away from the server: it is logged, and the server goes on. */
record SafeServerListener(ServerListener listener) implements ServerListener {
    private static final Logger LOG = LoggerFactory.getLogger(SyncServer.class);

    @Override
    public void onResume(String channel, boolean snapshot) {
        safely(() -> listener.onResume(channel, snapshot));
    }

    @Override
    public void onBatch(String channel, BatchReport report) {
        safely(() -> listener.onBatch(channel, report));
    }

    @Override
    public void onChange(String channel) {
        safely(() -> listener.onChange(channel));
    }

    private static void safely(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.error("a listener of the server failed; the server goes on", e);
        }
    }
}
