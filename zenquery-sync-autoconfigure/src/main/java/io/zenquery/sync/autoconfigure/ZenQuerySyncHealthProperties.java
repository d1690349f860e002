package io.zenquery.sync.autoconfigure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * When a client is down. Being without a connection is no reason by itself.
 *
 * @param maxOffline How long a client may be without a connection before its health is DOWN. Not set, it never is for that.
 * @param maxPendingAge How long a mutation may wait for its verdict before the client's health is DOWN. Not set, it never is for that.
 */
@ConfigurationProperties("zenquery.sync.health")
public record ZenQuerySyncHealthProperties(
        @Nullable Duration maxOffline, @Nullable Duration maxPendingAge) {

    public ZenQuerySyncHealthProperties {
        requirePositive("max-offline", maxOffline);
        requirePositive("max-pending-age", maxPendingAge);
    }

    private static void requirePositive(String name, @Nullable Duration duration) {
        if (duration != null && (duration.isNegative() || duration.isZero())) {
            throw new InvalidSyncPropertyException(
                    "zenquery.sync.health." + name,
                    duration.toString(),
                    "a duration above zero, or nothing for no bound");
        }
    }
}
