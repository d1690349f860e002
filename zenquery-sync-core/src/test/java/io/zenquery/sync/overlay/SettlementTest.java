package io.zenquery.sync.overlay;

import static io.zenquery.sync.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.RandomDocuments;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.JsonPointer;
import io.zenquery.sync.patch.Patch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;

/**
 * The short way of an own delta beside the general one, on random histories that mostly replace values. The engine's own assertion compares
 * them, to the last entry of each stack, whenever a mutation is promoted, here and in all other tests.
 */
class SettlementTest {
    private static final AtomKey ATOM = AtomKey.of("doc");
    private static final int SEEDS = Integer.getInteger("zenquery.laws.seeds", 400);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void promote_randomHistories_theShortWayComesToWhatTheGeneralOneComesTo(boolean known) {
        int promoted = 0;
        int settled = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            History history = new History(seed, known);
            for (int i = 0; i < 25; i++) {
                history.step();
            }
            promoted += history.promoted;
            settled += history.settled;
        }
        assertThat(promoted).isGreaterThan(SEEDS * 5);
        assertThat(settled).isBetween(promoted / 4, promoted * 3 / 4);
    }

    @Test
    void likeness_changesThatDifferInOneStack_areToldApart() {
        Function<AtomKey, @Nullable JsonNode> documents = atom -> Json.object(Map.of("a", IntNode.valueOf(1)));
        OverlayChange two = Overlay.empty().register(1, replace("/a", 2), Map.of(), documents);
        OverlayChange three = two.next().register(2, replace("/a", 3), Map.of(), documents);
        OverlayChange again = two.next().register(2, replace("/a", 3), Map.of(), documents);
        OverlayChange other = Overlay.empty().register(1, replace("/a", 4), Map.of(), documents);

        assertThat(again.next().contents()).isEqualTo(three.next().contents());
        assertThat(other.next().contents()).isNotEqualTo(two.next().contents());
    }

    private static Map<AtomKey, List<Patch>> replace(String path, int value) {
        return Map.of(ATOM, List.of(Patch.replace(path, IntNode.valueOf(value))));
    }

    private static final class History {
        final RandomDocuments generator;
        final Random random;
        final boolean known;
        JsonNode confirmed;
        JsonNode view;
        Overlay overlay = Overlay.empty();
        long seq;
        int promoted;
        int settled;

        History(long seed, boolean known) {
            this.generator = new RandomDocuments(seed);
            this.random = generator.random();
            this.known = known;
            this.confirmed = known ? generator.document() : json("{l:[1,[2,3],{a:4,b:5}],o:{a:6,b:{c:7}}}");
            this.view = confirmed;
        }

        void step() {
            int kind = random.nextInt(10);
            List<Long> pending = overlay.mutations();
            if (kind < 5 || pending.isEmpty()) {
                take(overlay.register(++seq, Map.of(ATOM, patch(view, 3)), Map.of(), this::document));
            } else if (kind < 8) {
                promote(pending.get(random.nextInt(3) == 0 ? random.nextInt(pending.size()) : 0));
            } else if (kind == 8) {
                change(patch(confirmed, 2));
            } else {
                take(overlay.remove(pending.get(random.nextInt(pending.size())), this::document));
            }
        }

        private List<Patch> patch(JsonNode document, int most) {
            if (known && random.nextInt(3) == 0) {
                return generator.patch(document, most);
            }
            List<JsonPointer> places = new ArrayList<>();
            collect(document, JsonPointer.ROOT, places);
            List<Patch> patch = new ArrayList<>();
            if (!known && !places.isEmpty() && random.nextInt(4) == 0) {
                JsonPointer place = places.get(random.nextInt(places.size()));
                return List.of(new Patch.Remove(place));
            }
            for (int i = random.nextInt(most); i >= 0 && !places.isEmpty(); i--) {
                patch.add(new Patch.Replace(
                        places.get(random.nextInt(places.size())), IntNode.valueOf(random.nextInt(1_000_000))));
            }
            return patch;
        }

        /** Places of plain values: what one of them holds may be replaced whatever becomes of the others. */
        private static void collect(JsonNode node, JsonPointer path, List<JsonPointer> places) {
            if (node.isObject()) {
                node.properties().forEach(member -> collect(member.getValue(), path.child(member.getKey()), places));
            } else if (node.isArray()) {
                for (int i = 0; i < node.size(); i++) {
                    collect(node.get(i), path.child(i), places);
                }
            } else {
                places.add(path);
            }
        }

        private void promote(long number) {
            List<Patch> effect = overlay.predicted(number).getOrDefault(ATOM, List.of()).stream()
                    .filter(each -> !(each instanceof Patch.Test))
                    .toList();
            if (!effect.isEmpty()) {
                promoted++;
                Edit first = overlay.mutation(number).edits().get(0);
                settled += new Settlement(new Tree(overlay.forest(), this::document)).run(first, effect.get(0)) ? 1 : 0;
            }
            boolean other = random.nextInt(10) == 0;
            List<Patch> said = other ? patch(confirmed, 2) : effect;
            OverlayChange change = overlay.promote(number, Map.of(ATOM, said), this::document);
            confirmed = JsonPatch.apply(confirmed, said);
            take(change);
        }

        private void change(List<Patch> delta) {
            OverlayChange change = overlay.apply(Map.of(ATOM, delta), collision -> Decision.KEEP, this::document);
            confirmed = JsonPatch.apply(confirmed, delta);
            take(change);
        }

        private void take(OverlayChange change) {
            overlay = change.next();
            view = change.unknown().isEmpty()
                    ? JsonPatch.apply(view, change.view().getOrDefault(ATOM, List.of()))
                    : JsonPatch.apply(confirmed, overlay.patches().getOrDefault(ATOM, List.of()));
        }

        private @Nullable JsonNode document(AtomKey atom) {
            return known ? confirmed : null;
        }
    }
}
