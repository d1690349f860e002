package io.zenquery.sync.actuate.client;

import io.zenquery.sync.session.SessionState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;

/**
 * What the health says of a channel of a client.
 *
 * @param channel the channel
 * @param state where its session is
 * @param confirmedServerSeq the number of the last delta applied; 0 before the first
 * @param pending how many mutations have no verdict
 * @param oldestPendingAge how long the oldest of them has waited; absent if there is none, or that is not known
 * @param disconnectedSince since when it is not in step with the server; absent if it is
 * @param problem which bound was passed; absent if none was
 */
record SyncHealthDetails(
        String channel,
        SessionState state,
        long confirmedServerSeq,
        int pending,
        @Nullable Duration oldestPendingAge,
        @Nullable Instant disconnectedSince,
        @Nullable String problem) {

    static SyncHealthDetails of(
            ClientChannel channel, @Nullable Duration maxOffline, @Nullable Duration maxPendingAge) {
        Duration age = channel.oldestPendingAge();
        return new SyncHealthDetails(
                channel.name(),
                channel.state(),
                channel.confirmedServerSeq(),
                channel.pendingCount(),
                age,
                channel.disconnectedSince(),
                problem(channel.disconnectedFor(), maxOffline, age, maxPendingAge));
    }

    private static @Nullable String problem(
            @Nullable Duration offline,
            @Nullable Duration maxOffline,
            @Nullable Duration age,
            @Nullable Duration maxPendingAge) {
        if (maxOffline != null && offline != null && offline.compareTo(maxOffline) > 0) {
            return "expected a connection within " + maxOffline + ", none for " + offline;
        }
        return maxPendingAge != null && age != null && age.compareTo(maxPendingAge) > 0
                ? "expected a verdict within " + maxPendingAge + ", the oldest mutation waits for " + age
                : null;
    }

    void addTo(Health.Builder health) {
        add(health, "channel", channel);
        add(health, "state", state);
        add(health, "confirmedServerSeq", confirmedServerSeq);
        add(health, "pending", pending);
        add(health, "oldestPendingAge", oldestPendingAge);
        add(health, "disconnectedSince", disconnectedSince);
        add(health, "problem", problem);
    }

    private static void add(Health.Builder health, String name, @Nullable Object value) {
        if (value != null) {
            health.withDetail(name, value);
        }
    }
}
