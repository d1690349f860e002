package io.zenquery.sync.test.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.core.env.Environment;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * A test of what an application does with its synchronised channel, and nothing else of it: the client, and a sync server in memory
 * (see {@link AutoConfigureInMemorySync}). Of the application's components there are those with {@code @MutationHandler} methods, and beans of
 * the types {@code MutationFunction}, {@code InitialDocuments}, {@code ConflictResolutionStrategy} and {@code SessionListener}; others come with
 * {@code @Import} or {@link #includeFilters}. Of the auto-configurations there are the client's, Jackson's and validation's.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(SyncTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(SyncTypeExcludeFilter.class)
@AutoConfigureInMemorySync
@ImportAutoConfiguration
public @interface SyncTest {

    /** Properties in the form {@code key=value}, added to the {@link Environment} before the test runs. */
    String[] properties() default {};

    /** The channel, in place of the property {@code zenquery.sync.channel}; empty for what that says. */
    @AliasFor(annotation = AutoConfigureInMemorySync.class, attribute = "channel")
    String channel() default "";

    /** Whether the components named above are there; if not, only those of {@link #includeFilters}. */
    boolean useDefaultFilters() default true;

    /** More components that are there. */
    Filter[] includeFilters() default {};

    /** Components that are not there. */
    Filter[] excludeFilters() default {};

    /** Auto-configurations that are not there. */
    @AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
    Class<?>[] excludeAutoConfiguration() default {};
}
