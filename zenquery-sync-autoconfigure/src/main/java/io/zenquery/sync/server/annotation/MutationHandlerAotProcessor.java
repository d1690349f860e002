package io.zenquery.sync.server.annotation;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.generate.GenerationContext;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.aot.BeanRegistrationCode;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.util.ClassUtils;

/**
 * For native images: says that the {@link MutationHandler} methods of a bean are called by reflection, and that Jackson makes their
 * inputs.
 */
final class MutationHandlerAotProcessor implements BeanRegistrationAotProcessor {

    private static final String SERVER = "io.zenquery.sync.server.SyncServer";

    /** Without the server's engine, in a client say, there are no handlers, and the classes that look for them can't be loaded. */
    @Override
    public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
        if (!ClassUtils.isPresent(SERVER, bean.getBeanFactory().getBeanClassLoader())) {
            return null;
        }
        Class<?> type = ClassUtils.getUserClass(bean.getBeanClass());
        Set<Method> methods = MutationHandlerMethods.in(type).keySet();
        return methods.isEmpty() ? null : new Handlers(type, methods);
    }

    private record Handlers(Class<?> type, Set<Method> methods) implements BeanRegistrationAotContribution {

        @Override
        public void applyTo(GenerationContext generation, BeanRegistrationCode code) {
            ReflectionHints hints = generation.getRuntimeHints().reflection();
            BindingReflectionHintsRegistrar bindings = new BindingReflectionHintsRegistrar();
            for (Method method : methods) {
                hints.registerMethod(method, ExecutableMode.INVOKE);
                Type input = MutationArguments.inputType(type, method);
                if (input != null) {
                    bindings.registerReflectionHints(hints, input);
                }
            }
        }
    }
}
