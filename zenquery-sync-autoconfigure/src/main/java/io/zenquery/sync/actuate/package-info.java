/**
 * The actuator endpoint {@code zenquerysync}: {@link io.zenquery.sync.actuate.ZenQuerySyncEndpoint}, and what it answers,
 * {@link io.zenquery.sync.actuate.SyncDescriptor}. One endpoint for both sides, since an application may be client and server at
 * once; the server's part comes from a {@link io.zenquery.sync.actuate.ServerReporter}.
 */
@NullMarked
package io.zenquery.sync.actuate;

import org.jspecify.annotations.NullMarked;
