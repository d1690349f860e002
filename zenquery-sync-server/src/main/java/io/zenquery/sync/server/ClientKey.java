package io.zenquery.sync.server;

/**
 * One incarnation of one client: what mutation numbers are counted in.
 *
 * @param clientId who writes
 * @param clientEpoch which incarnation of its store
 */
public record ClientKey(String clientId, String clientEpoch) {}
