package io.zenquery.sync.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import io.zenquery.sync.CoordinatorBuilder;
import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.StateLayer;
import io.zenquery.sync.atom.AtomStore;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.protocol.ClientMessage;
import io.zenquery.sync.session.MutationReceipt;
import io.zenquery.sync.session.SessionScheduler;
import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.session.SyncSession;
import io.zenquery.sync.session.SyncTransport;
import io.zenquery.sync.spring.Atom;
import io.zenquery.sync.spring.EventQueue;
import io.zenquery.sync.spring.SyncEventPublisher;
import io.zenquery.sync.spring.SyncOperations;
import io.zenquery.sync.spring.SyncTemplate;
import io.zenquery.sync.spring.ThreadSessionScheduler;
import io.zenquery.sync.stomp.StompSyncTransport;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.scheduling.TaskScheduler;

class ClientWiringTest {

    @Test
    void start_withUrl_hasEachBeanOnce() {
        ClientContexts.client()
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(AtomStore.class)
                        .hasSingleBean(OptimisticSyncCoordinator.class)
                        .hasSingleBean(SessionScheduler.class)
                        .hasSingleBean(StompSyncTransport.class)
                        .hasSingleBean(SyncSession.class)
                        .hasSingleBean(SyncTemplate.class)
                        .hasSingleBean(EventQueue.class)
                        .hasSingleBean(SyncEventPublisher.class));
    }

    record Card(String id) {}

    record Cards(List<Card> cards) {}

    @Test
    void typedAtom_movesByTheConfiguredIdentity_isUndone_andTellsOnTheThreadOfTheEvents() {
        ClientContexts.client()
                .withPropertyValues(
                        "zenquery.sync.identity-keys[0].atom=board",
                        "zenquery.sync.identity-keys[0].list=/cards",
                        "zenquery.sync.identity-keys[0].key=id",
                        "zenquery.sync.undo.max-mutations=1")
                .run(context -> {
                    SyncOperations sync = context.getBean(SyncOperations.class);
                    Atom<Cards> board = sync.atom("board", Cards.class);
                    board.update(none -> new Cards(List.of(new Card("a"), new Card("b"))));
                    BlockingQueue<String> threads = new LinkedBlockingQueue<>();
                    board.onChange(change -> threads.add(Thread.currentThread().getName()));

                    MutationReceipt move = board.update(present -> new Cards(
                            List.of(present.cards().get(1), present.cards().get(0))));
                    assertThat(sync.pending().get(1).optimisticPatches())
                            .isEqualTo(Map.of(AtomKey.of("board"), List.of(Patch.move("/cards/0", "/cards/1"))));
                    move.undo();

                    assertThat(board.view().cards()).extracting(Card::id).containsExactly("a", "b");
                    assertThat(threads.poll(10, TimeUnit.SECONDS)).isEqualTo("zenquery-sync-events");
                });
    }

    @Test
    void start_withoutUrl_hasNoClient() {
        ClientContexts.bare()
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(SyncOperations.class)
                        .doesNotHaveBean(OptimisticSyncCoordinator.class)
                        .doesNotHaveBean(ZenQuerySyncProperties.class));
    }

    @Test
    void start_blankUrl_hasNoClient() {
        ClientContexts.client()
                .withPropertyValues("zenquery.sync.url=")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(SyncOperations.class));
    }

    @Test
    void start_disabled_hasNoClientAndDoesNotValidate() {
        ClientContexts.client()
                .withPropertyValues("zenquery.sync.enabled=false", "zenquery.sync.url=nonsense")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(SyncOperations.class));
    }

    @Test
    void start_withoutStompClient_hasOnlyTheApplicationsTransport() {
        ClientContexts.client()
                .withClassLoader(new FilteredClassLoader("org.springframework.web.socket"))
                .withBean(SyncTransport.class, SilentTransport::new)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(StompSyncTransport.class)
                        .hasSingleBean(SyncTemplate.class));
    }

    @Test
    void backOff_ownCoordinator_isUsedByTheTemplate() {
        OptimisticSyncCoordinator own =
                new CoordinatorBuilder().lastClientSeq(41).build();
        ClientContexts.client()
                .withBean(OptimisticSyncCoordinator.class, () -> own)
                .run(context -> {
                    assertThat(context).hasSingleBean(OptimisticSyncCoordinator.class);
                    long clientSeq = context.getBean(SyncTemplate.class)
                            .mutate(draft -> draft.atom("a").add("", 1))
                            .clientSeq();
                    assertThat(clientSeq).isEqualTo(42);
                });
    }

    @Test
    void backOff_ownAtomStore_isTheOneBehindTheTemplate() {
        AtomStore own = new AtomStore(Map.of(AtomKey.of("a"), Json.array(List.of())));
        ClientContexts.client().withBean(AtomStore.class, () -> own).run(context -> {
            assertThat(context).hasSingleBean(StateLayer.class);
            assertThat(context.getBean(SyncTemplate.class).view("a").isArray()).isTrue();
        });
    }

    @Test
    void backOff_ownStateLayer_leavesOutTheTemplate() {
        ClientContexts.client()
                .withBean(StateLayer.class, () -> mock(StateLayer.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(SyncSession.class)
                        .doesNotHaveBean(AtomStore.class)
                        .doesNotHaveBean(SyncOperations.class));
    }

    @Test
    void backOff_ownTransport_isOpenedAtStart() {
        ClientContexts.client()
                .withPropertyValues("zenquery.sync.auto-startup=true")
                .withBean(SilentTransport.class)
                .run(context -> {
                    assertThat(context).hasSingleBean(SyncTransport.class);
                    SilentTransport transport = context.getBean(SilentTransport.class);
                    Awaitility.await()
                            .untilAsserted(() -> assertThat(transport.opened).hasValue(1));
                });
    }

    @Test
    void backOff_ownSchedulerSessionTemplateAndQueue_replaceOurs() {
        ClientContexts.client()
                .withBean("mine", SessionScheduler.class, () -> mock(SessionScheduler.class))
                .withBean("operations", SyncOperations.class, () -> mock(SyncOperations.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(ThreadSessionScheduler.class)
                        .doesNotHaveBean(SyncTemplate.class)
                        .hasSingleBean(SyncOperations.class));
    }

    @Test
    void start_autoStartupOff_staysOffline() {
        ClientContexts.client().run(context -> {
            assertThat(context.getBean(SyncTemplate.class).state()).isEqualTo(SessionState.OFFLINE);
            assertThat(context.getBean(SyncSessionLifecycle.class).isRunning()).isFalse();
        });
    }

    @Test
    void start_noClientIdSet_isAnotherOneEachTime() {
        ClientContexts.client()
                .run(first -> ClientContexts.client()
                        .run(second -> assertThat(
                                        first.getBean(SyncTemplate.class).clientId())
                                .isNotBlank()
                                .isNotEqualTo(second.getBean(SyncTemplate.class).clientId())));
    }

    @Test
    void start_clientIdSet_isThatOne() {
        ClientContexts.client()
                .withPropertyValues("zenquery.sync.client-id=kiosk-7")
                .run(context -> assertThat(context.getBean(SyncTemplate.class).clientId())
                        .isEqualTo("kiosk-7"));
    }

    @Test
    void threads_ours_areNoCandidatesByType() {
        ClientContexts.client().run(context -> {
            assertThat(context.getBeanNamesForType(Executor.class)).isEmpty();
            assertThat(context.getBeanNamesForType(TaskScheduler.class)).isEmpty();
        });
    }

    /** A network that takes everything and says nothing. */
    static class SilentTransport implements SyncTransport {
        final AtomicInteger opened = new AtomicInteger();
        final AtomicInteger closed = new AtomicInteger();

        @Override
        public void open(Listener listener) {
            opened.incrementAndGet();
        }

        @Override
        public void send(ClientMessage message) {}

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }
}
