/**
 * Mutation handlers as annotated methods: {@link io.zenquery.sync.server.annotation.MutationHandler} on a method of a bean, with
 * {@link io.zenquery.sync.server.annotation.ChannelName} on a parameter and {@link io.zenquery.sync.server.annotation.RejectionCode} on an
 * exception. {@link io.zenquery.sync.server.annotation.MutationHandlerMethods} finds them. And
 * {@link io.zenquery.sync.server.annotation.ZenQuerySyncDataSource}, which says where the logs are.
 */
@NullMarked
package io.zenquery.sync.server.annotation;

import org.jspecify.annotations.NullMarked;
