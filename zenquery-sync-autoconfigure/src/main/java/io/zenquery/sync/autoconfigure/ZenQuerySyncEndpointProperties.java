package io.zenquery.sync.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the endpoint zenquerysync shows.
 *
 * @param showInputs Whether to show what pending and failed mutations work on. It is data of the application's users.
 */
@ConfigurationProperties("zenquery.sync.endpoint")
public record ZenQuerySyncEndpointProperties(
        @DefaultValue("false") boolean showInputs) {}
