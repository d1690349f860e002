/**
 * What an application uses: {@link io.zenquery.sync.spring.SyncOperations} and its implementation
 * {@link io.zenquery.sync.spring.SyncTemplate} to write and read, {@link io.zenquery.sync.spring.Atom} for documents as values of a type,
 * {@link io.zenquery.sync.spring.SyncConnectCustomizer} to add headers to each connect (with
 * {@link io.zenquery.sync.spring.SyncConnectHeaders}), {@link io.zenquery.sync.spring.SyncConnectionDetails} to say where
 * a server is, {@link io.zenquery.sync.spring.SyncTransportFactory} to connect otherwise,
 * {@link io.zenquery.sync.spring.SyncSessionListenerFactory} to listen to each session, {@link io.zenquery.sync.spring.SyncChannelListener} to hear of each
 * {@link io.zenquery.sync.spring.SyncChannel}, {@link io.zenquery.sync.spring.SyncMutationObservationConvention},
 * {@link io.zenquery.sync.spring.SyncDeltaObservationConvention} and {@link io.zenquery.sync.spring.SyncOutcomeObservationConvention} to
 * say how mutations, deltas and the ends of mutations are observed (by default as
 * {@link io.zenquery.sync.spring.SyncClientObservationDocumentation} has it), and the events in {@link io.zenquery.sync.spring.event}.
 *
 * <p>{@link io.zenquery.sync.spring.SyncEventPublisher}, {@link io.zenquery.sync.spring.EventQueue} and
 * {@link io.zenquery.sync.spring.ThreadSessionScheduler} are the beans behind that; public for those who wire a client by hand.
 */
@NullMarked
package io.zenquery.sync.spring;

import org.jspecify.annotations.NullMarked;
