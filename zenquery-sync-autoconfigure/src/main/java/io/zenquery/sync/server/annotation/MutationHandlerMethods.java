package io.zenquery.sync.server.annotation;

import io.zenquery.sync.server.SyncServer;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.validation.Validator;

/**
 * Finds the {@link MutationHandler} methods of all beans when these are there, and gives them to the server. A bean that is made later
 * (lazy, or of a scope) is made at its first mutation.
 */
public final class MutationHandlerMethods implements SmartInitializingSingleton {
    private final ConfigurableListableBeanFactory beans;
    private final SyncServer server;
    private final @Nullable Validator validator;

    /** @param validator for inputs marked {@code @Valid}; null if there is none */
    public MutationHandlerMethods(
            ConfigurableListableBeanFactory beans, SyncServer server, @Nullable Validator validator) {
        this.beans = beans;
        this.server = server;
        this.validator = validator;
    }

    /**
     * @throws IllegalStateException if a method is not one of a handler
     * @throws IllegalArgumentException if two handlers have one name
     */
    @Override
    public void afterSingletonsInstantiated() {
        for (String name : beans.getBeanNamesForType(Object.class)) {
            Class<?> type = ScopedProxyUtils.isScopedTarget(name) ? null : targetClass(name);
            if (type != null && AnnotationUtils.isCandidateClass(type, MutationHandler.class)) {
                in(type).forEach((method, handler) -> add(name, type, method, handler.value()));
            }
        }
    }

    /** The handler methods of a class. */
    static Map<Method, MutationHandler> in(Class<?> type) {
        return MethodIntrospector.selectMethods(type, (MethodIntrospector.MetadataLookup<@Nullable MutationHandler>)
                method -> AnnotatedElementUtils.findMergedAnnotation(method, MutationHandler.class));
    }

    /** The class behind a proxy, whoever made that. */
    private @Nullable Class<?> targetClass(String beanName) {
        Class<?> type = AutoProxyUtils.determineTargetClass(beans, beanName);
        boolean madeByHand = type != null && Proxy.isProxyClass(type) && beans.containsSingleton(beanName);
        return madeByHand ? AopUtils.getTargetClass(beans.getBean(beanName)) : type;
    }

    private void add(String beanName, Class<?> type, Method method, String mutation) {
        Class<?> callable = beans.isSingleton(beanName) && !isLazy(beanName)
                ? beans.getBean(beanName).getClass()
                : Objects.requireNonNull(beans.getType(beanName), beanName);
        Method invocable;
        try {
            invocable = AopUtils.selectInvocableMethod(method, callable);
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    "@MutationHandler on " + MutationHandlerMethod.describe(method) + ": " + e.getMessage(), e);
        }
        ReflectionUtils.makeAccessible(invocable);
        server.addHandler(new MutationHandlerMethod(
                mutation, () -> beans.getBean(beanName), invocable, MutationArguments.of(type, method, validator)));
    }

    private boolean isLazy(String beanName) {
        return beans.containsBeanDefinition(beanName)
                && beans.getBeanDefinition(beanName).isLazyInit();
    }
}
