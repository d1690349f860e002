package io.zenquery.sync.autoconfigure;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.SmartLifecycle;

/** Connects the channels of a {@link SyncChannels} when the application starts, and takes them offline when it stops. */
final class SyncChannelSessions implements SmartLifecycle {
    private final SyncChannels channels;

    SyncChannelSessions(SyncChannels channels) {
        this.channels = channels;
    }

    @Override
    public void start() {
        channels.connect();
    }

    /** The callback runs when all sessions are offline and have told their listeners so. */
    @Override
    public void stop(Runnable callback) {
        List<OpenChannel> open = channels.keepOffline();
        AtomicInteger left = new AtomicInteger(open.size());
        if (open.isEmpty()) {
            callback.run();
        }
        open.forEach(channel -> channel.lifecycle().stop(() -> {
            if (left.decrementAndGet() == 0) {
                callback.run();
            }
        }));
    }

    @Override
    public void stop() {
        channels.keepOffline().forEach(channel -> channel.lifecycle().stop());
    }

    @Override
    public boolean isRunning() {
        return channels.isConnecting();
    }

    @Override
    public boolean isAutoStartup() {
        return channels.connection().properties().autoStartup();
    }
}
