/** How STOMP frames go over a WebSocket, at the client and at the server. */
@NullMarked
package io.zenquery.sync.stomp.frame;

import org.jspecify.annotations.NullMarked;
