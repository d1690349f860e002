package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.spring.event.SyncEvent;
import java.lang.reflect.Method;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ApplicationListenerMethodAdapter;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.EventListenerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Makes the listeners of {@code @EventListener} methods for our events: one that throws is logged, where Spring's own would keep the
 * event from those after it. Methods for other events are left to Spring, and transactional ones to Spring's transactions.
 */
class SyncEventListenerFactory implements EventListenerFactory, Ordered {
    private static final Logger log = LoggerFactory.getLogger(SyncEvent.class);

    @Override
    public boolean supportsMethod(Method method) {
        EventListener annotation = AnnotatedElementUtils.findMergedAnnotation(method, EventListener.class);
        if (annotation == null) {
            return false;
        }
        Class<?>[] types = annotation.classes().length > 0 ? annotation.classes() : method.getParameterTypes();
        return types.length > 0 && Stream.of(types).allMatch(SyncEvent.class::isAssignableFrom);
    }

    @Override
    public ApplicationListener<?> createApplicationListener(String beanName, Class<?> type, Method method) {
        return new ApplicationListenerMethodAdapter(beanName, type, method) {
            @Override
            public void onApplicationEvent(ApplicationEvent event) {
                try {
                    super.onApplicationEvent(event);
                } catch (RuntimeException | AssertionError e) {
                    log.error("a listener failed; the others go on: {}", this, e);
                }
            }
        };
    }

    /** After the factory of transactional listeners, which has 50, and before that of all others. */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE - 100;
    }
}
