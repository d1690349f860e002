/** What an application with a sync server uses of Spring: {@link io.zenquery.sync.server.spring.ZenQuerySyncDataSource}. */
@NullMarked
package io.zenquery.sync.server.spring;

import org.jspecify.annotations.NullMarked;
