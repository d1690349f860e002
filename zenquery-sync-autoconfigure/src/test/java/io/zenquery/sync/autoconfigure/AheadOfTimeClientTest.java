package io.zenquery.sync.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.spring.SyncTemplate;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.FileSystemGeneratedFiles;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.javapoet.ClassName;

/** A client's context, processed ahead of time, compiled, and started from what was made: no configuration class is read then. */
class AheadOfTimeClientTest {
    @TempDir
    Path files;

    @Test
    void context_startsFromGeneratedCode_andWrites() throws Exception {
        ClassName initializer = generate();
        compile();
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = allAnew()) {
            Thread.currentThread().setContextClassLoader(loader);
            Method start = loader.loadClass(Start.class.getName()).getDeclaredMethod("start", String.class, Map.class);
            start.setAccessible(true);
            assertThat(start.invoke(null, initializer.canonicalName(), properties()))
                    .isEqualTo("\"written\" OFFLINE 7");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    /** Generated code is in the packages of what it configures, so one class loader has to have all of it. */
    private URLClassLoader allAnew() throws IOException {
        List<URL> urls =
                new ArrayList<>(List.of(files.resolve("classes").toUri().toURL()));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    /** Runs among the classes of {@link #allAnew}. */
    static final class Start {
        private Start() {}

        @SuppressWarnings("unchecked")
        static String start(String initializer, Map<String, String> properties) throws ReflectiveOperationException {
            try (GenericApplicationContext context = new GenericApplicationContext()) {
                TestPropertyValues.of(properties).applyTo(context);
                ((ApplicationContextInitializer<GenericApplicationContext>) Class.forName(initializer)
                                .getDeclaredConstructor()
                                .newInstance())
                        .initialize(context);
                context.refresh();
                SyncTemplate sync = context.getBean(SyncTemplate.class);
                sync.mutate(draft -> draft.atom("note").add("", "written"));
                return sync.view("note") + " " + sync.state() + " "
                        + context.getBean(ZenQuerySyncProperties.class).maxPending();
            }
        }
    }

    private Map<String, String> properties() {
        return Map.of(
                "zenquery.sync.url", "ws://127.0.0.1:1/zenquery",
                "zenquery.sync.channel", "board",
                "zenquery.sync.auto-startup", "false",
                "zenquery.sync.max-pending", "7",
                "zenquery.sync.outbox.path", files.resolve("outbox").toString());
    }

    private ClassName generate() {
        DefaultGenerationContext generation = new DefaultGenerationContext(
                new ClassNameGenerator(ClassName.get("test", "Application")),
                new FileSystemGeneratedFiles(kind -> files.resolve(
                        switch (kind) {
                            case SOURCE -> "sources";
                            case CLASS, RESOURCE -> "classes";
                        })));
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        TestPropertyValues.of(properties()).applyTo(context);
        context.register(App.class);
        ClassName initializer = new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
        generation.writeGeneratedContent();
        return initializer;
    }

    private void compile() throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("-d", Files.createDirectories(files.resolve("classes")).toString(), "-proc:none", "-nowarn"));
        arguments.addAll(List.of("-classpath", System.getProperty("java.class.path")));
        try (Stream<Path> sources = Files.walk(files.resolve("sources"))) {
            sources.filter(Files::isRegularFile).map(Path::toString).forEach(arguments::add);
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        PropertyPlaceholderAutoConfiguration.class,
        ZenQuerySyncConflictAutoConfiguration.class,
        ZenQuerySyncCoordinatorAutoConfiguration.class,
        ZenQuerySyncEventAutoConfiguration.class,
        ZenQuerySyncOutboxAutoConfiguration.class,
        ZenQuerySyncSessionAutoConfiguration.class,
        ZenQuerySyncStompAutoConfiguration.class,
        ZenQuerySyncTemplateAutoConfiguration.class
    })
    static class App {}
}
