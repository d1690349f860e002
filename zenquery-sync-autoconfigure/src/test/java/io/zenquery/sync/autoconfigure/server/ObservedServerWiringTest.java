package io.zenquery.sync.autoconfigure.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import io.zenquery.sync.actuate.ServerReporter;
import io.zenquery.sync.actuate.server.FanOutMeters;
import io.zenquery.sync.actuate.server.HandlerObservations;
import io.zenquery.sync.actuate.server.ServerMeters;
import io.zenquery.sync.actuate.server.SyncServerReporter;
import io.zenquery.sync.actuate.server.TracerCurrentTrace;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.server.CurrentTrace;
import io.zenquery.sync.server.SyncServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

/** What of a server's reports and meters is there, by what the application has. */
class ObservedServerWiringTest {
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private static WebApplicationContextRunner server() {
        return new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        ZenQuerySyncServerAutoConfiguration.class,
                        ZenQuerySyncServerBrokerAutoConfiguration.class,
                        ZenQuerySyncServerSecurityAutoConfiguration.class,
                        ZenQuerySyncServerStompAutoConfiguration.class,
                        ZenQuerySyncServerReporterAutoConfiguration.class,
                        ZenQuerySyncServerMetricsAutoConfiguration.class,
                        ZenQuerySyncServerObservationAutoConfiguration.class));
    }

    private static WebApplicationContextRunner withRegistry() {
        return server().withBean(MeterRegistry.class, SimpleMeterRegistry::new);
    }

    @Test
    void start_withEverything_hasEachBeanOnce() {
        withRegistry()
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(SyncServerReporter.class)
                        .hasSingleBean(ServerMeters.class)
                        .hasSingleBean(FanOutMeters.class));
    }

    @Test
    void start_serverChanges_areMetered() {
        withRegistry().run(context -> {
            context.getBean(SyncServer.class)
                    .change("c", draft -> draft.atom("a").add("", 1));

            assertThat(context.getBean(MeterRegistry.class)
                            .get("zenquery.sync.server.commits")
                            .counter()
                            .count())
                    .isEqualTo(1);
        });
    }

    @Test
    void absent_registry_hasNoMeters() {
        server().run(context -> assertThat(context)
                .hasNotFailed()
                .hasSingleBean(SyncServer.class)
                .doesNotHaveBean(ServerMeters.class));
    }

    @Test
    void absent_micrometer_serverStartsWithoutIt() {
        server().withClassLoader(new FilteredClassLoader("io.micrometer.core"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(SyncServer.class)
                        .doesNotHaveBean("syncServerMeters")
                        .doesNotHaveBean("syncFanOutMeters"));
    }

    @Test
    void absent_actuator_serverStartsWithoutIt() {
        server().withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(SyncServer.class)
                        .doesNotHaveBean("syncServerReporter"));
    }

    @Test
    void absent_serverModule_hasNeither() {
        new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        ZenQuerySyncServerReporterAutoConfiguration.class,
                        ZenQuerySyncServerMetricsAutoConfiguration.class))
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withClassLoader(new FilteredClassLoader("io.zenquery.sync.server"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean("syncServerReporter")
                        .doesNotHaveBean("syncServerMeters"));
    }

    @Test
    void backOff_ownReporterAndMeters_replaceOurs() {
        ServerMeters own = new ServerMeters(new SimpleMeterRegistry(), 3);
        withRegistry()
                .withBean(ServerReporter.class, () -> mock(ServerReporter.class))
                .withBean(ServerMeters.class, () -> own)
                .run(context -> {
                    assertThat(context).doesNotHaveBean(SyncServerReporter.class);
                    assertThat(context).getBean(ServerMeters.class).isSameAs(own);
                });
    }

    @Test
    void observations_withARegistryOnly_andBackOffForTheApplications() {
        HandlerObservations own = new HandlerObservations(ObservationRegistry.create(), null);
        server().run(context -> assertThat(context).doesNotHaveBean(HandlerObservations.class));
        server().withBean(ObservationRegistry.class, ObservationRegistry::create)
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(HandlerObservations.class));
        server().withBean(ObservationRegistry.class, ObservationRegistry::create)
                .withBean(HandlerObservations.class, () -> own)
                .run(context ->
                        assertThat(context).getBean(HandlerObservations.class).isSameAs(own));
        new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(ZenQuerySyncServerObservationAutoConfiguration.class))
                .withBean(ObservationRegistry.class, ObservationRegistry::create)
                .withClassLoader(new FilteredClassLoader("io.zenquery.sync.server"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("syncHandlerObservations"));
    }

    private static WebApplicationContextRunner traced() {
        return server().withConfiguration(AutoConfigurations.of(ZenQuerySyncServerTracingAutoConfiguration.class))
                .withBean(Tracer.class, () -> Tracer.NOOP)
                .withBean(Propagator.class, () -> Propagator.NOOP);
    }

    @Test
    void trace_withATracerAndAPropagatorOnly_andBacksOffForTheApplications() {
        traced().run(context -> assertThat(context).hasNotFailed().hasSingleBean(TracerCurrentTrace.class));
        CurrentTrace own = () -> TRACE;
        traced().withBean("own", CurrentTrace.class, () -> own).run(context -> {
            assertThat(context).getBean(CurrentTrace.class).isSameAs(own);
            SyncServer server = context.getBean(SyncServer.class);
            server.change("c", draft -> draft.atom("a").add("", 1));
            assertThat(server.deltas("c", 1, 1)).extracting(Delta::trace).containsExactly(TRACE);
        });
        server().withConfiguration(AutoConfigurations.of(ZenQuerySyncServerTracingAutoConfiguration.class))
                .withBean(Tracer.class, () -> Tracer.NOOP)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(CurrentTrace.class));
    }

    @Test
    void absent_tracing_serverStartsWithoutIt() {
        for (String absent : List.of("io.micrometer.tracing", "io.zenquery.sync.server")) {
            new WebApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(
                            ZenQuerySyncServerTracingAutoConfiguration.class,
                            ZenQuerySyncServerAutoConfiguration.class))
                    .withClassLoader(new FilteredClassLoader(absent))
                    .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("syncCurrentTrace"));
        }
        server().withConfiguration(AutoConfigurations.of(ZenQuerySyncServerTracingAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader("io.micrometer.tracing", "io.micrometer.core"))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    SyncServer server = context.getBean(SyncServer.class);
                    server.change("c", draft -> draft.atom("a").add("", 1));
                    assertThat(server.deltas("c", 1, 1))
                            .extracting(Delta::trace)
                            .containsOnlyNulls();
                });
    }

    @Test
    void properties_negativeChannels_areRefused() {
        withRegistry()
                .withPropertyValues("zenquery.sync.server.metrics.max-channels=-1")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasRootCauseMessage(
                                "expected zenquery.sync.server.metrics.max-channels of 0 or more, got -1"));
    }
}
