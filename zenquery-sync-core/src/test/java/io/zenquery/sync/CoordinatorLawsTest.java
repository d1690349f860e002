package io.zenquery.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.zenquery.sync.atom.AtomStore;
import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.patch.PatchFormat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The laws of the design, checked after each step of random histories. */
class CoordinatorLawsTest {
    private static final AtomKey ATOM = AtomKey.of("doc");
    private static final int SEEDS = Integer.getInteger("zenquery.laws.seeds", 500);
    private static final int FIRST = Integer.getInteger("zenquery.laws.first", 0);

    @ParameterizedTest
    @EnumSource(ConflictStrategies.class)
    void everyStep_randomHistory_keepsViewPrefixFoldAndVerdict(ConflictStrategies strategy) {
        int deltas = 0;
        int verdicts = 0;
        for (int seed = FIRST; seed < FIRST + SEEDS; seed++) {
            History history = new History(seed, strategy);
            assertThatCode(() -> history.run(25)).as(history::toString).doesNotThrowAnyException();
            history.decideAll();
            history.check();
            assertThat(history.store.view(ATOM)).as(history.toString()).isEqualTo(history.server);
            assertThat(history.outcomes).as(history.toString()).isEqualTo(history.registered);
            deltas += history.deltas;
            verdicts += history.outcomes.size();
        }
        assertThat(deltas).isGreaterThan(SEEDS);
        assertThat(verdicts).isGreaterThan(SEEDS);
    }

    @ParameterizedTest
    @EnumSource(
            value = ConflictStrategies.class,
            names = {"REBASE"})
    void rejectLast_afterAnyDeltasAndVerdictsOnOthers_leavesTheViewAsIfItHadNeverBeen(ConflictStrategies strategy) {
        for (int seed = FIRST; seed < FIRST + SEEDS; seed++) {
            History with = new History(seed, strategy);
            History without = new History(seed, strategy);
            for (int i = 0; i < 6; i++) {
                with.step();
                without.step();
            }
            List<Patch> extra = new RandomDocuments(seed + 7_000_000).patch(with.store.view(ATOM), 3);
            long number = with.coordinator.generateClientSeq();
            without.coordinator.generateClientSeq();
            with.coordinator.registerPendingMutation(new PendingMutation(number, null, Map.of(ATOM, extra)));
            for (int i = 0; i < 6; i++) {
                List<Patch> delta = new RandomDocuments(seed * 31L + i).patch(with.server, 2);
                with.foreign(delta);
                without.foreign(delta);
            }
            with.coordinator.rejectMutation(number, "no");

            assertThat(with.store.view(ATOM))
                    .as("%s extra %s", with, PatchFormat.format(extra))
                    .isEqualTo(without.store.view(ATOM));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ConflictStrategies.class,
            names = {"REBASE"})
    void rejectAndDelta_inEitherOrder_giveTheSameView(ConflictStrategies strategy) {
        int compared = 0;
        for (int seed = FIRST; seed < FIRST + SEEDS; seed++) {
            History one = new History(seed, strategy);
            History other = new History(seed, strategy);
            for (int i = 0; i < 10; i++) {
                one.step();
                other.step();
            }
            List<PendingMutation> pending = one.coordinator.pendingMutations();
            if (pending.isEmpty()) {
                continue;
            }
            long victim = pending.get(new Random(seed).nextInt(pending.size())).clientSeq();
            List<Patch> delta = new RandomDocuments(seed + 99_000_000).patch(one.server, 2);

            one.coordinator.rejectMutation(victim, "no");
            one.foreign(delta);
            other.foreign(delta);
            other.coordinator.rejectMutation(victim, "no");

            assertThat(one.store.view(ATOM))
                    .as("%s victim %d delta %s", one, victim, PatchFormat.format(delta))
                    .isEqualTo(other.store.view(ATOM));
            compared++;
        }
        assertThat(compared).isGreaterThan(SEEDS / 2);
    }

    /** A coordinator with its state layer, and a server that decides as the dice fall. */
    private static final class History {
        final AtomStore store;
        final OptimisticSyncCoordinator coordinator;
        final RandomDocuments documents;
        final Random random;
        final ConflictStrategies strategy;
        final Set<Long> registered = new HashSet<>();
        final Set<Long> outcomes = new HashSet<>();
        final List<String> log = new ArrayList<>();
        JsonNode server;
        JsonNode folded;
        long serverSeq;
        int deltas;

        History(int seed, ConflictStrategies strategy) {
            this.documents = new RandomDocuments(seed);
            this.random = new Random(seed);
            this.strategy = strategy;
            this.server = documents.document();
            this.folded = server;
            this.store = new AtomStore(Map.of(ATOM, server));
            this.coordinator = new CoordinatorBuilder().stateLayer(store).build();
            log.add("seed " + seed + " on " + server);
            coordinator.onViewChange(change -> {
                assertThat(change.recompute()).isEmpty();
                folded = JsonPatch.apply(folded, change.patches().getOrDefault(ATOM, List.of()));
            });
            coordinator.onOutcome(
                    outcome -> assertThat(outcomes.add(outcome.mutation().clientSeq()))
                            .as("one outcome for %s", outcome)
                            .isTrue());
        }

        void run(int steps) {
            for (int i = 0; i < steps; i++) {
                step();
                check();
            }
        }

        void step() {
            List<PendingMutation> pending = coordinator.pendingMutations();
            int dice = random.nextInt(10);
            if (dice < 4 || pending.isEmpty()) {
                register(documents.patch(store.view(ATOM), 3));
            } else if (dice < 7) {
                foreign(documents.patch(server, 2));
            } else if (dice < 8) {
                long victim = pending.get(random.nextInt(pending.size())).clientSeq();
                log.add("reject " + victim);
                coordinator.rejectMutation(victim, "no");
            } else {
                accept(pending.get(0).clientSeq());
            }
        }

        void register(List<Patch> patch) {
            long number = coordinator.generateClientSeq();
            log.add("register " + number + " " + PatchFormat.format(patch));
            coordinator.registerPendingMutation(new PendingMutation(number, null, Map.of(ATOM, patch)));
            registered.add(number);
        }

        void foreign(List<Patch> delta) {
            log.add("delta " + PatchFormat.format(delta));
            server = JsonPatch.apply(server, delta);
            deltas++;
            coordinator.processServerDelta(ServerDeltaMessage.of(++serverSeq, Map.of(ATOM, delta)), strategy);
        }

        /** Accepts the head of the queue, as predicted or with another effect, with the ack before or after the delta. */
        void accept(long number) {
            List<Patch> effect = coordinator.pendingPatches(number).getOrDefault(ATOM, List.of());
            boolean asPredicted = !effect.isEmpty() && random.nextInt(4) > 0;
            if (!asPredicted) {
                effect = documents.patch(server, 2);
            }
            log.add("accept " + number + (asPredicted ? "" : " as " + PatchFormat.format(effect)));
            server = JsonPatch.apply(server, effect);
            JsonNode before = store.view(ATOM);
            boolean ackFirst = random.nextBoolean();
            if (ackFirst) {
                coordinator.confirmMutation(number, serverSeq + 1);
                assertThat(store.view(ATOM)).as("no flicker: %s", this).isEqualTo(before);
            }
            coordinator.processServerDelta(
                    new ServerDeltaMessage(
                            new ServerDeltaMessage.Patches(Map.of(ATOM, effect)),
                            ++serverSeq,
                            null,
                            ackFirst ? null : number,
                            null),
                    strategy);
            if (asPredicted) {
                assertThat(store.view(ATOM)).as("no flicker: %s", this).isEqualTo(before);
            }
            if (!ackFirst) {
                coordinator.confirmMutation(number, serverSeq);
            }
        }

        void decideAll() {
            for (PendingMutation each : coordinator.pendingMutations()) {
                if (random.nextBoolean()) {
                    accept(each.clientSeq());
                } else {
                    log.add("reject " + each.clientSeq());
                    coordinator.rejectMutation(each.clientSeq(), "no", serverSeq);
                }
            }
        }

        void check() {
            Map<AtomKey, List<Patch>> pending = new LinkedHashMap<>(coordinator.getPendingPatches());
            assertThat(coordinator.confirmedServerSeq()).isEqualTo(serverSeq);
            assertThat(store.confirmed(ATOM)).as("prefix: %s", this).isEqualTo(server);
            log.add("pending " + PatchFormat.format(pending.getOrDefault(ATOM, List.of())) + " view "
                    + store.view(ATOM));
            assertThatCode(() -> assertThat(JsonPatch.apply(server, pending.getOrDefault(ATOM, List.of())))
                            .isEqualTo(store.view(ATOM)))
                    .as("view: %s", this)
                    .doesNotThrowAnyException();
            log.remove(log.size() - 1);
            assertThat(folded).as("fold: %s", this).isEqualTo(store.view(ATOM));
            assertThat(Json.isAbsent(folded)).isFalse();
        }

        @Override
        public String toString() {
            return String.join("\n  ", log);
        }
    }
}
