package io.zenquery.sync.server.annotation;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zenquery.sync.atom.Draft;
import io.zenquery.sync.server.SyncServer;
import jakarta.validation.Valid;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import tools.jackson.databind.JsonNode;

/** Methods that can't be handlers stop the start. */
class UnusableHandlerMethodsTest {
    record Note(String text) {}

    private static void start(Object bean) {
        SyncServer server = SyncServer.builder()
                .clock(() -> Instant.EPOCH)
                .ids(() -> "epoch")
                .build();
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.registerBean("bean", Object.class, () -> bean);
            context.registerBean(
                    MutationHandlerMethods.class,
                    () -> new MutationHandlerMethods(context.getBeanFactory(), server, null));
            context.refresh();
        }
    }

    static final class Unusable {
        static final class Returns {
            @MutationHandler("x")
            String handle(Draft draft) {
                return "lost";
            }
        }

        static final class TwoInputs {
            @MutationHandler("x")
            void handle(Note note, JsonNode json) {}
        }

        static final class TwoDrafts {
            @MutationHandler("x")
            void handle(Draft one, Draft two) {}
        }

        static final class ChannelNumber {
            @MutationHandler("x")
            void handle(@ChannelName int channel) {}
        }

        static final class Twice {
            @MutationHandler("x")
            void one() {}

            @MutationHandler("x")
            void two() {}
        }

        static final class Validated {
            @MutationHandler("x")
            void handle(@Valid Note note) {}
        }

        static final class Nameless {
            @MutationHandler("")
            void handle() {}
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Returns       | Returns.handle(Draft): expected void as its result, got String",
                "TwoInputs     | TwoInputs.handle(Note, JsonNode): expected one parameter of a kind",
                "TwoDrafts     | TwoDrafts.handle(Draft, Draft): expected one parameter of a kind, got two: Draft",
                "ChannelNumber | expected @ChannelName on a String, got it on a int",
                "Twice         | expected one handler per name, got two of \"x\"",
                "Validated     | expected a Validator bean for @Valid, found none. Add spring-boot-starter-validation",
                "Nameless      | expected a name for the mutations that",
            })
    void method_unusable_failsTheStartAndSaysWhy(String type, String said) throws Exception {
        Object bean = Class.forName(Unusable.class.getName() + "$" + type)
                .getDeclaredConstructor()
                .newInstance();

        assertThatThrownBy(() -> start(bean)).hasMessageContaining(said);
    }
}
