package io.zenquery.sync.stomp.server;

/**
 * A client of a channel that has resumed on an open connection.
 *
 * @param clientId who writes, as it says
 * @param serverSeq the number that it said it has: when it resumed, or as the base of its last batch
 * @param accepted mutations whose acceptance it was told on this connection
 * @param rejected mutations whose rejection it was told on this connection
 */
public record ConnectedClient(String clientId, long serverSeq, long accepted, long rejected) {}
