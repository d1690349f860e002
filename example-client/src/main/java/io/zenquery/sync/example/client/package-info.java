/**
 * A task board that is written at the edge: the starter, a few properties, a REST face.
 * {@link io.zenquery.sync.example.client.TaskBoard} shows how an application writes,
 * {@link io.zenquery.sync.example.client.BoardEvents} how it listens.
 */
@NullMarked
package io.zenquery.sync.example.client;

import org.jspecify.annotations.NullMarked;
