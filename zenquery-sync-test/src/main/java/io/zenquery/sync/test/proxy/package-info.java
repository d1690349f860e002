/**
 * A TCP proxy with the faults of a network: latency, narrow bandwidth, small segments, stalls, black holes, resets and half-closed
 * connections, all of which can be switched while it runs. {@link io.zenquery.sync.test.proxy.FaultyProxy} is the proxy,
 * {@link io.zenquery.sync.test.proxy.Conditions} how a direction behaves, {@link io.zenquery.sync.test.proxy.Direction} which one.
 */
@NullMarked
package io.zenquery.sync.test.proxy;

import org.jspecify.annotations.NullMarked;
