/**
 * A sync server in this process, in place of the network: {@link io.zenquery.sync.test.memory.InMemorySync} has the switches of a test, and
 * {@link io.zenquery.sync.test.memory.OtherClient} is somebody else who writes. The server is the real engine; only sockets are left out:
 * what goes to and fro is written as a frame and read again.
 */
@NullMarked
package io.zenquery.sync.test.memory;

import org.jspecify.annotations.NullMarked;
