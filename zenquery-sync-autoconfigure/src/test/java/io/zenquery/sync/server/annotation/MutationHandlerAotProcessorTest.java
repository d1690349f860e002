package io.zenquery.sync.server.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.reflection;

import io.zenquery.sync.atom.Draft;
import io.zenquery.sync.server.SyncServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.FileSystemGeneratedFiles;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.javapoet.ClassName;
import tools.jackson.databind.JsonNode;

/** Through Spring's own generator, so that the processor is found as in a build. */
class MutationHandlerAotProcessorTest {
    @TempDir
    Path files;

    @Test
    void handlers_areInvoked_andTheirInputsBound() throws NoSuchMethodException {
        RuntimeHints hints = hintsOf(Handlers.class);
        assertThat(reflection().onMethodInvocation(Handlers.class, "write")).accepts(hints);
        assertThat(reflection().onMethodInvocation(Handlers.class, "writeAll")).accepts(hints);
        assertThat(reflection().onMethodInvocation(Handlers.class, "raw")).accepts(hints);
        for (Class<?> input : List.of(Write.class, Line.class, Item.class)) {
            assertThat(reflection().onType(input).withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS))
                    .as(input.getSimpleName())
                    .accepts(hints);
        }
        assertThat(reflection().onMethodInvocation(Handlers.class, "noHandler")).rejects(hints);
    }

    @Test
    void inheritedHandler_isInvoked_withTheTypeThatTheBeanFixes() {
        RuntimeHints hints = hintsOf(Fixed.class);
        assertThat(reflection().onMethodInvocation(Generic.class, "take")).accepts(hints);
        assertThat(reflection().onType(Item.class)).accepts(hints);
    }

    /** It was read as an object of no particular type before. */
    @Test
    void inputOfInheritedHandler_isOfTheTypeThatTheBeanFixes() throws NoSuchMethodException {
        assertThat(MutationArguments.inputType(Fixed.class, Generic.class.getDeclaredMethod("take", Object.class)))
                .isEqualTo(Item.class);
    }

    @Test
    void beanWithoutHandlers_needsNothing() {
        assertThat(reflection().onType(Write.class)).rejects(hintsOf(Plain.class));
    }

    /** It failed for want of MutationFunction. */
    @Test
    void clientWithoutTheServersEngine_isProcessed() {
        assertThat(reflection().onType(Write.class))
                .rejects(hintsOf(Handlers.class, new FilteredClassLoader(SyncServer.class)));
    }

    private RuntimeHints hintsOf(Class<?> bean) {
        return hintsOf(bean, getClass().getClassLoader());
    }

    private RuntimeHints hintsOf(Class<?> bean, ClassLoader classLoader) {
        DefaultGenerationContext generation = new DefaultGenerationContext(
                new ClassNameGenerator(ClassName.get("test", "Application")), new FileSystemGeneratedFiles(files));
        GenericApplicationContext context = new GenericApplicationContext();
        context.setClassLoader(classLoader);
        context.registerBean(bean);
        new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
        return generation.getRuntimeHints();
    }

    record Write(String text, Line line) {}

    record Line(int number) {}

    record Item(String id) {}

    static class Handlers {
        @MutationHandler("write")
        void write(Write input, Draft draft, @ChannelName String channel) {}

        @MutationHandler("writeAll")
        void writeAll(List<Item> input) {}

        @MutationHandler("raw")
        void raw(JsonNode input) {}

        void noHandler() {}
    }

    abstract static class Generic<T> {
        @MutationHandler("take")
        void take(T input) {}
    }

    static class Fixed extends Generic<Item> {}

    static class Plain {}
}
