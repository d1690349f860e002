package io.zenquery.sync.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Conditional;

/** Matches with {@code zenquery.sync.url} set and {@code zenquery.sync.enabled} not false. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Conditional(OnSyncClientCondition.class)
@interface ConditionalOnSyncClient {}
