package io.zenquery.sync.autoconfigure.server;

import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskDecorator;
import org.springframework.security.concurrent.DelegatingSecurityContextRunnable;

/** The contexts that are carried over to a handler's thread: the application's task decorators, and that of Spring Security. */
@Configuration(proxyBeanMethods = false)
class HandlerContextConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(DelegatingSecurityContextRunnable.class)
    static class WithSecurity {
        @Bean
        HandlerContext syncHandlerContext(ObjectProvider<TaskDecorator> decorators) {
            List<TaskDecorator> all = decorators.orderedStream().toList();
            return work -> decorate(all, DelegatingSecurityContextRunnable.create(work, null));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass("org.springframework.security.concurrent.DelegatingSecurityContextRunnable")
    static class WithoutSecurity {
        @Bean
        HandlerContext syncHandlerContext(ObjectProvider<TaskDecorator> decorators) {
            List<TaskDecorator> all = decorators.orderedStream().toList();
            return work -> decorate(all, work);
        }
    }

    private static Runnable decorate(List<TaskDecorator> decorators, Runnable work) {
        Runnable decorated = work;
        for (TaskDecorator decorator : decorators) {
            decorated = decorator.decorate(decorated);
        }
        return decorated;
    }
}
