/**
 * Auto-configuration of a client: active with {@code zenquery.sync.url} set, a {@code SyncConnectionDetails} bean, or
 * connections under {@code zenquery.sync.connections}, and {@code zenquery.sync.enabled} not false. Each bean of the default channel backs off
 * for one of the application's own. Nothing here is for applications to import;
 * {@link io.zenquery.sync.autoconfigure.ZenQuerySyncProperties} documents the properties.
 */
@NullMarked
package io.zenquery.sync.autoconfigure;

import org.jspecify.annotations.NullMarked;
