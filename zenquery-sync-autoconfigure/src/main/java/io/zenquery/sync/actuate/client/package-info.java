/**
 * What can be seen of a client from outside: {@link io.zenquery.sync.actuate.client.ClientChannel} is how it stands,
 * {@link io.zenquery.sync.actuate.client.SyncHealthIndicator} its health, {@link io.zenquery.sync.actuate.client.ClientMeters} its
 * figures. One of each per channel.
 */
@NullMarked
package io.zenquery.sync.actuate.client;

import org.jspecify.annotations.NullMarked;
