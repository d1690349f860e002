package io.zenquery.sync.autoconfigure;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the named connections. Described here, and bound one by one, so that an error says which one it is in.
 *
 * @param connections Further servers, each under a name, with the properties that zenquery.sync has for the default one: url,
 *     channel and so on. None is taken over from the default one.
 */
@ConfigurationProperties("zenquery.sync")
record ZenQuerySyncConnectionsProperties(@DefaultValue Map<String, ZenQuerySyncProperties> connections) {}
