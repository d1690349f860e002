/**
 * Conflict strategies: what becomes of a pending edit that meets a change of the server.
 * {@link io.zenquery.sync.conflict.ConflictResolutionStrategy} is the interface,
 * {@link io.zenquery.sync.conflict.ConflictStrategies} has the built-in ones by name.
 */
@NullMarked
package io.zenquery.sync.conflict;

import org.jspecify.annotations.NullMarked;
