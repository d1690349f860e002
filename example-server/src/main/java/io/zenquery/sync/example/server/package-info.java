/**
 * A task board that is decided in one place: each write is a method in
 * {@link io.zenquery.sync.example.server.TaskHandlers}, with rules that really reject.
 */
@NullMarked
package io.zenquery.sync.example.server;

import org.jspecify.annotations.NullMarked;
