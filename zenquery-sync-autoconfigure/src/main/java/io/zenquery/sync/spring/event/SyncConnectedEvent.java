package io.zenquery.sync.spring.event;

/** The client is connected and in step with the server. */
public record SyncConnectedEvent(String channel) implements SyncEvent {}
