package io.zenquery.sync.server.annotation;

import io.zenquery.sync.server.MutationCall;
import io.zenquery.sync.server.MutationFunction;
import io.zenquery.sync.server.RejectMutationException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.util.ClassUtils;

/** A method of a bean as a {@link MutationFunction}. */
final class MutationHandlerMethod implements MutationFunction {
    private static final boolean SECURITY = ClassUtils.isPresent(
            "org.springframework.security.access.AccessDeniedException", MutationHandlerMethod.class.getClassLoader());

    private final String name;
    private final Supplier<Object> bean;
    private final Method method;
    private final List<MutationArgument> arguments;

    /**
     * @param bean asked for at each call, so that its scope is kept
     * @param method one that can be called on that bean
     */
    MutationHandlerMethod(String name, Supplier<Object> bean, Method method, List<MutationArgument> arguments) {
        this.name = name;
        this.bean = bean;
        this.method = method;
        this.arguments = arguments;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void handle(MutationCall call) {
        Object[] values = arguments.stream().map(argument -> argument.of(call)).toArray();
        try {
            method.invoke(bean.get(), values);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("expected a method that can be called, got " + this, e);
        } catch (InvocationTargetException e) {
            throw thrown(e.getTargetException());
        }
    }

    private RuntimeException thrown(Throwable thrown) {
        RejectionCode code = AnnotatedElementUtils.findMergedAnnotation(thrown.getClass(), RejectionCode.class);
        if (code != null) {
            return rejection(code.value(), thrown);
        } else if (SECURITY && Denied.is(thrown)) {
            return rejection("forbidden", thrown);
        } else if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException unchecked
                ? unchecked
                : new IllegalStateException(this + " failed", thrown);
    }

    private static RejectMutationException rejection(String code, Throwable thrown) {
        RejectMutationException rejection = new RejectMutationException(code, String.valueOf(thrown.getMessage()));
        rejection.initCause(thrown);
        return rejection;
    }

    /** Method security refused the call. Names a type that need not be there. */
    private static final class Denied {
        static boolean is(Throwable thrown) {
            return thrown instanceof AccessDeniedException;
        }
    }

    @Override
    public String toString() {
        return describe(method);
    }

    /** Class, name and parameters, as a developer would look for it. */
    static String describe(Method method) {
        return method.getDeclaringClass().getName() + "." + method.getName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }
}
