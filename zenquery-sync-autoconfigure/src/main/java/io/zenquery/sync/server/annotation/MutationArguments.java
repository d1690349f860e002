package io.zenquery.sync.server.annotation;

import io.zenquery.sync.atom.Draft;
import io.zenquery.sync.server.MutationCall;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.security.Principal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.GenericTypeResolver;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.ValidationAnnotationUtils;
import tools.jackson.databind.JsonNode;

/** Reads the signature of a handler method. */
final class MutationArguments {
    /** The types of parameters that are no input to be read. */
    private static final Set<Class<?>> GIVEN = Set.of(MutationCall.class, Draft.class, JsonNode.class);

    private MutationArguments() {}

    /**
     * What the parameters are given, in their order.
     *
     * @param type the class of the bean, which may fix type parameters of {@code method}
     * @throws IllegalStateException if the signature is not one of a handler
     */
    static List<MutationArgument> of(Class<?> type, Method method, @Nullable Validator validator) {
        if (method.getReturnType() != void.class) {
            throw unusable(
                    method,
                    "expected void as its result, got "
                            + method.getReturnType().getSimpleName()
                            + ": what it has to say goes into the draft");
        }
        List<MutationArgument> arguments = new ArrayList<>();
        Set<Class<?>> kinds = new HashSet<>();
        for (int i = 0; i < method.getParameterCount(); i++) {
            MutationArgument argument = argument(type, method, i, validator);
            Class<?> kind =
                    argument instanceof MutationArgument.Json ? MutationArgument.Input.class : argument.getClass();
            if (!kinds.add(kind)) {
                throw unusable(
                        method,
                        "expected one parameter of a kind, got two: "
                                + (kind == MutationArgument.Input.class
                                        ? "all that is no Draft, MutationCall, Principal or @ChannelName String is the input"
                                        : method.getParameterTypes()[i].getSimpleName()));
            }
            arguments.add(argument);
        }
        return List.copyOf(arguments);
    }

    /** What the method's input is read as; null if it takes none, or takes it as JSON. */
    static @Nullable Type inputType(Class<?> bean, Method method) {
        for (int i = 0; i < method.getParameterCount(); i++) {
            Parameter parameter = method.getParameters()[i];
            Class<?> type = parameter.getType();
            boolean given = parameter.isAnnotationPresent(ChannelName.class) || GIVEN.contains(type);
            if (!given && !Principal.class.isAssignableFrom(type)) {
                return resolved(bean, method, i);
            }
        }
        return null;
    }

    private static Type resolved(Class<?> bean, Method method, int index) {
        return GenericTypeResolver.resolveType(method.getGenericParameterTypes()[index], bean);
    }

    private static MutationArgument argument(Class<?> bean, Method method, int index, @Nullable Validator validator) {
        Parameter parameter = method.getParameters()[index];
        Class<?> type = parameter.getType();
        if (parameter.isAnnotationPresent(ChannelName.class)) {
            if (type != String.class) {
                throw unusable(method, "expected @ChannelName on a String, got it on a " + type.getSimpleName());
            }
            return new MutationArgument.Channel();
        } else if (type == MutationCall.class) {
            return new MutationArgument.Call();
        } else if (type == Draft.class) {
            return new MutationArgument.Documents();
        } else if (type == Principal.class) {
            return new MutationArgument.Caller();
        } else if (Principal.class.isAssignableFrom(type)) {
            throw unusable(
                    method, "expected java.security.Principal for who is logged in, got " + type.getSimpleName());
        } else if (type == JsonNode.class) {
            return new MutationArgument.Json();
        }
        return new MutationArgument.Input(
                resolved(bean, method, index), validation(method, parameter.getAnnotations(), validator));
    }

    private static @Nullable InputValidation validation(
            Method method, Annotation[] annotations, @Nullable Validator validator) {
        for (Annotation annotation : annotations) {
            Object[] hints = ValidationAnnotationUtils.determineValidationHints(annotation);
            if (hints != null) {
                if (validator == null) {
                    throw unusable(
                            method,
                            "expected a Validator bean for @"
                                    + annotation.annotationType().getSimpleName()
                                    + ", found none. Add spring-boot-starter-validation");
                }
                return new InputValidation(validator, List.of(hints));
            }
        }
        return null;
    }

    private static IllegalStateException unusable(Method method, String why) {
        return new IllegalStateException("@MutationHandler on " + MutationHandlerMethod.describe(method) + ": " + why);
    }
}
