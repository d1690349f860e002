package io.zenquery.sync.autoconfigure;

/** Which connections an application has. */
enum SyncClients {
    /** The one of {@code zenquery.sync.url}, or of an unqualified {@code SyncConnectionDetails} bean. */
    DEFAULT,
    /** At least one of {@code zenquery.sync.connections}. */
    NAMED,
    /** At least one of either kind. */
    ANY
}
