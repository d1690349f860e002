/**
 * A client and its server in one test, without sockets: {@link io.zenquery.sync.test.autoconfigure.SyncTest} is a slice, and
 * {@link io.zenquery.sync.test.autoconfigure.AutoConfigureInMemorySync} puts the same under any other test.
 */
@NullMarked
package io.zenquery.sync.test.autoconfigure;

import org.jspecify.annotations.NullMarked;
