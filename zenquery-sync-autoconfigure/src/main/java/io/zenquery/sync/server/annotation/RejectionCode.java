package io.zenquery.sync.server.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an exception: thrown by a {@link MutationHandler} method, it rejects the mutation with that code. The exception's message goes to
 * the client.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface RejectionCode {

    /** Stable, for programs, such as {@code title-empty}; not blank. */
    String value();
}
