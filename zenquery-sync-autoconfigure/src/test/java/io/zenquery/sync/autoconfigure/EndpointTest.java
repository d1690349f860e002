package io.zenquery.sync.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.actuate.SyncDescriptor.ClientChannelDescriptor;
import io.zenquery.sync.actuate.SyncDescriptor.MutationDescriptor;
import io.zenquery.sync.actuate.ZenQuerySyncEndpoint;
import io.zenquery.sync.actuate.ZenQuerySyncEndpointWebExtension;
import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.spring.SyncTemplate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

class EndpointTest {
    private final SettableClock clock = new SettableClock();

    private static ApplicationContextRunner unexposed() {
        return ClientContexts.client()
                .withConfiguration(AutoConfigurations.of(
                        EndpointAutoConfiguration.class,
                        ZenQuerySyncClientChannelAutoConfiguration.class,
                        ZenQuerySyncEndpointAutoConfiguration.class));
    }

    private ApplicationContextRunner client() {
        return unexposed()
                .withPropertyValues("management.endpoints.web.exposure.include=zenquerysync")
                .withBean("zenQuerySyncClock", InstantSource.class, () -> clock);
    }

    private static long mutate(ApplicationContext context) {
        return context.getBean(SyncTemplate.class)
                .mutate(
                        "task.add",
                        Map.of("title", "secret"),
                        draft -> draft.atom("tasks").add("", Map.of("title", "secret")))
                .clientSeq();
    }

    private static void fail(ApplicationContext context, long clientSeq) {
        context.getBean(OptimisticSyncCoordinator.class)
                .withdrawMutation(clientSeq, "refused", "the server took it not");
    }

    private static ClientChannelDescriptor board(ApplicationContext context) {
        return Objects.requireNonNull(
                        context.getBean(ZenQuerySyncEndpoint.class).sync().client())
                .get("board");
    }

    @Test
    void read_client_saysHowItStands() {
        client().run(context -> {
            ClientChannelDescriptor board = board(context);

            assertThat(board.state()).isEqualTo(SessionState.OFFLINE);
            assertThat(board.clientId())
                    .isEqualTo(context.getBean(SyncTemplate.class).clientId());
            assertThat(board.confirmedServerSeq()).isZero();
            assertThat(board.disconnectedSince()).isEqualTo(clock.instant());
            assertThat(board.pending()).isEmpty();
            assertThat(board.failed()).isEmpty();
            assertThat(context.getBean(ZenQuerySyncEndpoint.class).sync().server())
                    .isNull();
        });
    }

    @Test
    void read_mutations_areNamedAndDatedAndNothingOfTheirContentIsShown() {
        client().run(context -> {
            fail(context, mutate(context));
            clock.advance(Duration.ofSeconds(2));
            mutate(context);
            clock.advance(Duration.ofSeconds(5));

            ClientChannelDescriptor board = board(context);
            assertThat(board.pending())
                    .containsExactly(new MutationDescriptor(
                            2, "task.add", List.of("tasks"), Duration.ofSeconds(5), null, null, null, null));
            assertThat(board.failed())
                    .containsExactly(new MutationDescriptor(
                            1,
                            "task.add",
                            List.of("tasks"),
                            Duration.ofSeconds(7),
                            "refused",
                            "the server took it not",
                            false,
                            null));
            assertThat(board.toString()).doesNotContain("secret");
        });
    }

    @Test
    void read_showInputs_showsThem() {
        client().withPropertyValues("zenquery.sync.endpoint.show-inputs=true").run(context -> {
            mutate(context);

            assertThat(board(context).pending())
                    .allSatisfy(mutation ->
                            assertThat(String.valueOf(mutation.input())).isEqualTo("{\"title\":\"secret\"}"));
        });
    }

    @Test
    void read_manyMutations_listsTheOldestAndCountsAll() {
        client().run(context -> {
            for (int i = 0; i < ZenQuerySyncEndpoint.MOST + 1; i++) {
                mutate(context);
            }

            assertThat(board(context).pendingCount()).isEqualTo(ZenQuerySyncEndpoint.MOST + 1);
            assertThat(board(context).pending())
                    .hasSize(ZenQuerySyncEndpoint.MOST)
                    .first()
                    .extracting(MutationDescriptor::clientSeq)
                    .isEqualTo(1L);
        });
    }

    @Test
    void read_channel_isThatOneOrNone() {
        client().run(context -> {
            ZenQuerySyncEndpoint endpoint = context.getBean(ZenQuerySyncEndpoint.class);

            assertThat(Objects.requireNonNull(endpoint.channel("board")).client())
                    .containsOnlyKeys("board");
            assertThat(endpoint.channel("other")).isNull();
        });
    }

    @Test
    void retry_failedMutation_isPendingUnderItsNewNumber() {
        client().run(context -> {
            fail(context, mutate(context));

            assertThat(context.getBean(ZenQuerySyncEndpoint.class)
                            .retry("board", 1)
                            .clientSeq())
                    .isEqualTo(2);
            assertThat(board(context).failed()).isEmpty();
            assertThat(board(context).pending())
                    .extracting(MutationDescriptor::clientSeq)
                    .containsExactly(2L);
        });
    }

    @Test
    void retry_thatDoesNotFitTheView_isRefusedAndStays() {
        client().run(context -> {
            SyncTemplate sync = context.getBean(SyncTemplate.class);
            sync.mutate(draft -> draft.atom("tasks").add("", Map.of("a", 1)));
            fail(context, sync.mutate(draft -> draft.atom("tasks").remove("/a")).clientSeq());
            sync.mutate(draft -> draft.atom("tasks").remove("/a"));

            assertThatThrownBy(() -> context.getBean(ZenQuerySyncEndpoint.class).retry("board", 2))
                    .isInstanceOf(InvalidEndpointRequestException.class);
            assertThat(board(context).failed())
                    .extracting(MutationDescriptor::clientSeq)
                    .containsExactly(2L);
        });
    }

    @Test
    void discard_failedMutation_isGone() {
        client().run(context -> {
            fail(context, mutate(context));

            context.getBean(ZenQuerySyncEndpoint.class).discard("board", 1);

            assertThat(board(context).failed()).isEmpty();
        });
    }

    @Test
    void retryAndDiscard_ofWhatIsNotThere_sayWhatWasExpected() {
        client().run(context -> {
            ZenQuerySyncEndpoint endpoint = context.getBean(ZenQuerySyncEndpoint.class);

            assertThatThrownBy(() -> endpoint.discard("board", 7))
                    .isInstanceOf(InvalidEndpointRequestException.class)
                    .hasMessage("expected the number of a failed mutation of channel board, got 7");
            assertThatThrownBy(() -> endpoint.retry("board", 7)).isInstanceOf(InvalidEndpointRequestException.class);
            assertThatThrownBy(() -> endpoint.retry("other", 7))
                    .isInstanceOf(InvalidEndpointRequestException.class)
                    .hasMessage("expected a channel of this client, one of [board], got other");
        });
    }

    @Test
    void endpoint_notExposedOrWithoutAccessOrWithoutASide_isNotThere() {
        unexposed().run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ZenQuerySyncEndpoint.class));
        client().withPropertyValues("management.endpoint.zenquerysync.access=NONE")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ZenQuerySyncEndpoint.class));
        client().withPropertyValues("zenquery.sync.url=")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ZenQuerySyncEndpoint.class));
    }

    @Test
    void webExtension_isThereWhereTheEndpointIsOverHttp() {
        client().run(context -> assertThat(context).hasSingleBean(ZenQuerySyncEndpointWebExtension.class));
        unexposed()
                .withPropertyValues("management.endpoints.jmx.exposure.include=zenquerysync", "spring.jmx.enabled=true")
                .run(context -> assertThat(context)
                        .hasSingleBean(ZenQuerySyncEndpoint.class)
                        .doesNotHaveBean(ZenQuerySyncEndpointWebExtension.class));
    }

    @Test
    void backOff_ownEndpoint_replacesOurs() {
        ZenQuerySyncEndpoint own = new ZenQuerySyncEndpoint(List::of, null, false);
        client().withBean(ZenQuerySyncEndpoint.class, () -> own)
                .run(context ->
                        assertThat(context).getBean(ZenQuerySyncEndpoint.class).isSameAs(own));
    }

    @Test
    void absent_actuator_clientStartsWithoutIt() {
        ClientContexts.client()
                .withUserConfiguration(Imported.class)
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(SyncTemplate.class)
                        .doesNotHaveBean(ZenQuerySyncEndpoint.class));
    }

    @Test
    void absent_serverModule_endpointIsTheClientsAlone() {
        client().withClassLoader(new FilteredClassLoader("io.zenquery.sync.server"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(ZenQuerySyncEndpoint.class));
    }

    /** Read as auto-configurations are, whose annotations need not be there. */
    @ImportAutoConfiguration({
        ZenQuerySyncClientChannelAutoConfiguration.class,
        ZenQuerySyncEndpointAutoConfiguration.class
    })
    static class Imported {}
}
