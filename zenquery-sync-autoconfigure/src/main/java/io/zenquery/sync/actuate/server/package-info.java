/**
 * What can be seen of a server from outside: {@link io.zenquery.sync.actuate.server.SyncServerReporter} for the endpoint,
 * {@link io.zenquery.sync.actuate.server.ServerMeters} and {@link io.zenquery.sync.actuate.server.FanOutMeters} for figures,
 * {@link io.zenquery.sync.actuate.server.HandlerObservations} for traces, which an application names with a
 * {@link io.zenquery.sync.actuate.server.SyncHandlerObservationConvention} (the default names are in
 * {@link io.zenquery.sync.actuate.server.SyncHandlerObservationDocumentation}), and
 * {@link io.zenquery.sync.actuate.server.TracerCurrentTrace} for the trace that deltas take along.
 */
@NullMarked
package io.zenquery.sync.actuate.server;

import org.jspecify.annotations.NullMarked;
