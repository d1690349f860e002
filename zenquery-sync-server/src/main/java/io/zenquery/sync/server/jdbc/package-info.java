/**
 * Channels' logs in a relational database, PostgreSQL or H2, shared by as many nodes as there are.
 *
 * <p>What a reader needs first: {@link io.zenquery.sync.server.jdbc.JdbcDeltaLogs} opens the logs; {@code JdbcDeltaLog} is one of
 * them; {@code GroupCommit} lets one thread commit for all that wait; {@code Known} is what this node knows of what is committed, and
 * {@code Transaction} what is added to it; {@code Tables} has the statements, {@code RowFormat} what stands in the rows, and
 * {@code Dialect} wherein the databases differ. {@link io.zenquery.sync.server.jdbc.LogWatcher} notices what other nodes commit.
 * {@link io.zenquery.sync.server.jdbc.JdbcClientIds} says whose the client ids are.
 */
@NullMarked
package io.zenquery.sync.server.jdbc;

import org.jspecify.annotations.NullMarked;
