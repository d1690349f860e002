package io.zenquery.sync.server.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zenquery.sync.atom.Draft;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ClientMessage.Resume;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import io.zenquery.sync.protocol.ServerMessage.Welcome;
import io.zenquery.sync.server.MutationCall;
import io.zenquery.sync.server.SyncServer;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.io.IOException;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.validation.Validator;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MutationHandlerMethodsTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final AtomicInteger numbers = new AtomicInteger();
    private final SyncServer server =
            SyncServer.builder().clock(() -> Instant.EPOCH).ids(() -> "epoch").build();

    // ------------------------------------------------------------------------------------------------------- beans

    record Note(String text, int priority) {}

    record Checked(@NotBlank String text) {}

    @RejectionCode("too-loud")
    static class TooLoud extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLoud(String message) {
            super(message);
        }
    }

    static final class Louder extends TooLoud {
        private static final long serialVersionUID = 1L;

        Louder() {
            super("much too loud");
        }
    }

    static class Notes {
        final int made;

        Notes(int made) {
            this.made = made;
        }

        private static void put(Draft draft, Object value) {
            draft.atom("notes").add("", value);
        }

        @MutationHandler("typed")
        void typed(Draft draft, Note note) {
            put(draft, note.text() + note.priority());
        }

        @MutationHandler("everything")
        protected void everything(
                MutationCall call, @ChannelName String channel, Principal caller, JsonNode input, Draft draft) {
            put(
                    draft,
                    channel + " " + (caller == null ? null : caller.getName()) + " " + input + " " + call.clientId());
        }

        @MutationHandler("list")
        void list(List<Note> notes, Draft draft) {
            put(draft, notes.get(1).text());
        }

        @MutationHandler("text")
        void text(String text, Draft draft) {
            put(draft, text);
        }

        @MutationHandler("number")
        void number(int number, Draft draft) {
            put(draft, number + 1);
        }

        @MutationHandler("valid")
        void valid(@Valid Checked note, Draft draft) {
            put(draft, note.text());
        }

        @MutationHandler("loud")
        void loud(Draft draft) {
            put(draft, "never seen");
            throw new Louder();
        }

        @MutationHandler("checked")
        void checked() throws IOException {
            throw new IOException("planted");
        }

        @MutationHandler("overflow")
        void overflow() {
            again();
        }

        private void again() {
            overflow();
        }

        @MutationHandler("made")
        void made(Draft draft) {
            put(draft, made);
        }
    }

    interface Api {
        @MutationHandler("api")
        void onInterface(Draft draft);
    }

    static final class ApiBean implements Api {
        @Override
        public void onInterface(Draft draft) {
            draft.atom("notes").add("", "by interface");
        }

        @MutationHandler("hidden")
        public void notOnInterface() {}
    }

    static final class OnlyApi implements Api {
        @Override
        public void onInterface(Draft draft) {
            draft.atom("notes").add("", "by interface");
        }
    }

    // ------------------------------------------------------------------------------------------------------- driver

    private <T> AnnotationConfigApplicationContext context(Class<T> type, Supplier<T> bean) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.registerBean("bean", type, bean);
        context.registerBean(LocalValidatorFactoryBean.class);
        context.registerBean(
                MutationHandlerMethods.class,
                () -> new MutationHandlerMethods(context.getBeanFactory(), server, context.getBean(Validator.class)));
        return context;
    }

    private void start(Object bean) {
        context(Object.class, () -> bean).refresh();
    }

    /** The code of the rejection, or what is in the document then. */
    private String decide(String name, String input) {
        Welcome welcome = (Welcome)
                server.resume("c", new Resume("ann", "1", null, 0, null, null)).get(0);
        int number = numbers.incrementAndGet();
        Mutation mutation =
                new Mutation(number, name, JSON.readTree(input.replace('\'', '"')), Map.of(), Map.of(), null);
        ServerMessage verdict = server.submit(
                        "c", new MutationBatch(welcome.fence(), welcome.head(), number - 1, List.of(mutation)), "boss")
                .get(0);
        return verdict instanceof Rejection rejection
                ? rejection.code() + ": " + rejection.message()
                : server.state("c").documents().values().iterator().next().asString();
    }

    // -------------------------------------------------------------------------------------------------------- tests

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "typed      | {'text':'a','priority':3} | a3",
                "everything | {'x':1}                   | c boss {\"x\":1} ann",
                "everything | null                      | c boss null ann",
                "list       | [{'text':'a','priority':1},{'text':'b','priority':2}] | b",
                "text       | 'hello'                   | hello",
                "number     | 41                        | 42",
                "valid      | {'text':'a'}              | a",
                "made       | {}                        | 7",
            })
    void method_whateverItAsksFor_isGivenIt(String name, String input, String expected) {
        start(new Notes(7));

        assertThat(decide(name, input)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "typed    | {'text':'a','priority':'high'} | input-invalid: expected an input for typed in the form of Note",
                "typed    | [1]                            | input-invalid: expected an input for typed in the form of Note",
                "typed    | null                           | input-invalid: expected an input for typed, got none",
                "valid    | {'text':' '}                   | input-invalid: text: must not be blank",
                "loud     | {}                             | too-loud: much too loud",
                "checked  | {}                             | handler-failed",
                "overflow | {}                             | handler-failed",
            })
    void method_thatCannotTakeIt_rejectsWithACode(String name, String input, String expected) {
        start(new Notes(7));

        assertThat(decide(name, input)).startsWith(expected);
        assertThat(server.state("c").documents()).isEmpty();
    }

    @Test
    void proxy_ofTheClass_isCalled() {
        AtomicInteger calls = new AtomicInteger();
        ProxyFactory factory = new ProxyFactory(new Notes(7));
        factory.setProxyTargetClass(true);
        factory.addAdvice((org.aopalliance.intercept.MethodInterceptor) invocation -> {
            calls.incrementAndGet();
            return invocation.proceed();
        });
        start(factory.getProxy());

        assertThat(decide("text", "'a'")).isEqualTo("a");
        assertThat(calls).hasValue(1);
    }

    @Test
    void proxy_ofInterfaces_isCalledThroughThem() {
        start(new ProxyFactory(new OnlyApi()).getProxy());

        assertThat(decide("api", "{}")).isEqualTo("by interface");
    }

    @Test
    void proxy_ofInterfacesWithoutTheMethod_failsTheStart() {
        Object proxy = new ProxyFactory(new ApiBean()).getProxy();

        assertThatThrownBy(() -> start(proxy))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ApiBean.notOnInterface()")
                .hasMessageContaining("interface");
    }

    @Test
    void bean_lazy_isMadeAtItsFirstMutation() {
        AtomicInteger made = new AtomicInteger();
        AnnotationConfigApplicationContext context = context(Notes.class, () -> new Notes(made.incrementAndGet()));
        context.getBeanDefinition("bean").setLazyInit(true);
        context.refresh();

        assertThat(made).hasValue(0);
        assertThat(decide("made", "{}")).isEqualTo("1");
        assertThat(decide("made", "{}")).isEqualTo("1");
    }

    @Test
    void bean_prototype_isMadeForEachMutation() {
        AtomicInteger made = new AtomicInteger();
        AnnotationConfigApplicationContext context = context(Notes.class, () -> new Notes(made.incrementAndGet()));
        context.getBeanDefinition("bean").setScope("prototype");
        context.refresh();

        assertThat(decide("made", "{}")).isEqualTo("1");
        assertThat(decide("made", "{}")).isEqualTo("2");
    }
}
