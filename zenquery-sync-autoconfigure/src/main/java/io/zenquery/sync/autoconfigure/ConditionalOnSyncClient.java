package io.zenquery.sync.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Conditional;

/** Matches with a client of the kind asked for, and {@code zenquery.sync.enabled} not false. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Conditional(OnSyncClientCondition.class)
@interface ConditionalOnSyncClient {

    /** Of which kind there must be one. */
    SyncClients value() default SyncClients.DEFAULT;
}
