package io.zenquery.sync.test.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.PropertyMapping;

/**
 * Puts a sync server in memory under the client of a test, in place of the network; see {@link io.zenquery.sync.test.memory.InMemorySync}, which
 * becomes a bean. The server has the {@code MutationFunction} beans and {@code @MutationHandler} methods of the application context; if the context has
 * a {@code SyncServer} already, it is that one. The outbox is in memory too.
 *
 * <p>After each test method the switches are taken back, what is pending is let through, and the documents become the initial ones again.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
@PropertyMapping("zenquery.sync")
public @interface AutoConfigureInMemorySync {

    /** The channel, in place of the property {@code zenquery.sync.channel}; empty for what that says. */
    @PropertyMapping(skip = PropertyMapping.Skip.ON_DEFAULT_VALUE)
    String channel() default "";

    /** The value of {@code zenquery.sync.url}: something that is a URL, since there has to be one for a client. Nobody connects to it. */
    String url() default "ws://in-memory/zenquery";

    /** The value of {@code zenquery.sync.reconnect.initial-delay}: short, so that a client is back at once. */
    @PropertyMapping("zenquery.sync.reconnect.initial-delay")
    String reconnectDelay() default "5ms";
}
