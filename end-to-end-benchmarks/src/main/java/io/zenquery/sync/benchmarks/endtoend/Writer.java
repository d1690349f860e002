package io.zenquery.sync.benchmarks.endtoend;

import io.zenquery.sync.session.MutationReceipt;
import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.spring.SyncTemplate;
import io.zenquery.sync.spring.event.DeltaAppliedEvent;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.Configuration;

/** A client of this library, as an application has it. */
final class Writer implements AutoCloseable {
    private final ConfigurableApplicationContext context;
    final SyncTemplate sync;

    Writer(int port, String channel) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setDefaultProperties(Map.of(
                "spring.main.banner-mode",
                "off",
                "logging.level.root",
                "warn",
                "zenquery.sync.url",
                "ws://127.0.0.1:" + port + "/zenquery",
                "zenquery.sync.channel",
                channel,
                "zenquery.sync.max-pending-wait",
                "60s",
                "spring.autoconfigure.exclude",
                "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration"));
        context = application.run();
        sync = context.getBean(SyncTemplate.class);
        await(() ->
                sync.state() == SessionState.LIVE && sync.confirmed(Server.ATOM).isArray());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    MutationReceipt edit(int item, String text) {
        return sync.mutate(
                "edit",
                new Server.Edit(item, text),
                draft -> draft.atom(Server.ATOM).replace("/" + item + "/text", text));
    }

    /** Whether the view has that text. */
    boolean shows(int item, String text) {
        return sync.view(Server.ATOM).path(item).path("text").asString("").equals(text);
    }

    /** Calls {@code listener} for each delta that was applied, in order, on the thread that events are published on. */
    void onDelta(Runnable listener) {
        context.addApplicationListener(event -> {
            if (event instanceof PayloadApplicationEvent<?> published
                    && published.getPayload() instanceof DeltaAppliedEvent) {
                listener.run();
            }
        });
    }

    static void await(BooleanSupplier condition) {
        long until = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("expected to get there within two minutes");
            }
            LockSupport.parkNanos(100_000);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
