/**
 * The wiring of the server: the engine, the STOMP broker unless the application has one, and the STOMP side of the protocol.
 * {@link io.zenquery.sync.autoconfigure.server.ZenQuerySyncServerProperties} are its properties. Nothing here is for applications to import.
 */
@NullMarked
package io.zenquery.sync.autoconfigure.server;

import org.jspecify.annotations.NullMarked;
