package io.zenquery.sync.autoconfigure.server;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The server's meters.
 *
 * @param maxChannels how many channels have a value of the tag 'channel' of their own, in the order in which they are used; the others
 *     share the value '(other)'. Each is one more time series of each meter
 */
@ConfigurationProperties("zenquery.sync.server.metrics")
public record ZenQuerySyncServerMetricsProperties(
        @DefaultValue("0") int maxChannels) {

    public ZenQuerySyncServerMetricsProperties {
        if (maxChannels < 0) {
            throw new IllegalArgumentException(
                    "expected zenquery.sync.server.metrics.max-channels of 0 or more, got " + maxChannels);
        }
    }
}
