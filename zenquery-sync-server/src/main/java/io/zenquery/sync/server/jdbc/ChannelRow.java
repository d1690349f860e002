package io.zenquery.sync.server.jdbc;

/**
 * What the database says of a channel.
 *
 * @param epoch the log's incarnation
 * @param incarnation the database's, when the epoch began; see {@link Dialect#incarnation}
 * @param base the number that the stored documents are of; deltas up to it are gone
 * @param head the number of the last delta
 * @param stamp another one after each transaction: the same stamp means that nothing has changed
 */
record ChannelRow(String epoch, String incarnation, long base, long head, String stamp) {}
