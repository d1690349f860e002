package io.zenquery.sync.server.annotation;

import io.zenquery.sync.server.RejectMutationException;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;
import org.springframework.validation.SmartValidator;
import org.springframework.validation.Validator;

/**
 * Bean validation of an input.
 *
 * @param hints what {@code @Validated} has as groups
 */
record InputValidation(Validator validator, List<Object> hints) {

    /** @throws RejectMutationException with code {@code input-invalid}, naming what is wrong */
    void check(Object input) {
        BeanPropertyBindingResult result = new BeanPropertyBindingResult(input, "input");
        if (validator instanceof SmartValidator smart) {
            smart.validate(input, result, hints.toArray());
        } else {
            validator.validate(input, result);
        }
        if (result.hasErrors()) {
            throw new RejectMutationException(
                    "input-invalid",
                    result.getAllErrors().stream()
                            .map(InputValidation::describe)
                            .sorted()
                            .collect(Collectors.joining("; ")));
        }
    }

    private static String describe(ObjectError error) {
        String what = error instanceof FieldError field ? field.getField() : error.getObjectName();
        return what + ": " + error.getDefaultMessage();
    }
}
