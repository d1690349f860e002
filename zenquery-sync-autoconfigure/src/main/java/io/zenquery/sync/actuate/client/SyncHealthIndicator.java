package io.zenquery.sync.actuate.client;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * The health of one channel of a client. A client without a connection works, which is what it is for: it is up, unless it has been so
 * for longer than the application wants.
 */
public class SyncHealthIndicator extends AbstractHealthIndicator {
    private final ClientChannel channel;
    private final @Nullable Duration maxOffline;
    private final @Nullable Duration maxPendingAge;

    /**
     * @param maxOffline how long it may be without a connection before it is down; null for ever
     * @param maxPendingAge how long a mutation may wait for its verdict before it is down; null for ever
     */
    public SyncHealthIndicator(ClientChannel channel, @Nullable Duration maxOffline, @Nullable Duration maxPendingAge) {
        super("The health of a synchronised channel could not be told");
        this.channel = Objects.requireNonNull(channel, "channel");
        this.maxOffline = maxOffline;
        this.maxPendingAge = maxPendingAge;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        SyncHealthDetails details = SyncHealthDetails.of(channel, maxOffline, maxPendingAge);
        details.addTo(details.problem() == null ? health.up() : health.down());
    }
}
