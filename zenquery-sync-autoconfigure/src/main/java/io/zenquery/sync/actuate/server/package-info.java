/**
 * What can be seen of a server from outside: {@link io.zenquery.sync.actuate.server.SyncServerReporter} for the endpoint,
 * {@link io.zenquery.sync.actuate.server.ServerMeters} for figures.
 */
@NullMarked
package io.zenquery.sync.actuate.server;

import org.jspecify.annotations.NullMarked;
