/**
 * A server and its clients in one process, over real sockets: {@code EndToEnd} is the command, {@code Bench} what one run does,
 * {@code Server} the application, {@code Writer} a client of this library, {@code Frames} a client that speaks bare STOMP.
 */
@NullMarked
package io.zenquery.sync.benchmarks.endtoend;

import org.jspecify.annotations.NullMarked;
