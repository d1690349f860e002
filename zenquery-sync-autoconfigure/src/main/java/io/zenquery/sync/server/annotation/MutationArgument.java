package io.zenquery.sync.server.annotation;

import io.zenquery.sync.server.MutationCall;
import java.lang.reflect.Type;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** Where the value of one parameter comes from. */
sealed interface MutationArgument {

    /** What the parameter is given. */
    @Nullable
    Object of(MutationCall call);

    /** The mutation itself. */
    record Call() implements MutationArgument {
        @Override
        public Object of(MutationCall call) {
            return call;
        }
    }

    /** The documents. */
    record Documents() implements MutationArgument {
        @Override
        public Object of(MutationCall call) {
            return call.draft();
        }
    }

    /** The channel's name. */
    record Channel() implements MutationArgument {
        @Override
        public Object of(MutationCall call) {
            return call.channel();
        }
    }

    /** Who is logged in. */
    record Caller() implements MutationArgument {
        @Override
        public @Nullable Object of(MutationCall call) {
            String name = call.principal();
            return name == null ? null : (Principal) () -> name;
        }
    }

    /** The input as JSON, whatever it is. */
    record Json() implements MutationArgument {
        @Override
        public Object of(MutationCall call) {
            return call.input();
        }
    }

    /** The input as an object. */
    record Input(Type type, @Nullable InputValidation validation) implements MutationArgument {
        @Override
        public Object of(MutationCall call) {
            Object input = call.input(type);
            if (validation != null) {
                validation.check(input);
            }
            return input;
        }
    }
}
