package io.zenquery.sync.simulation;

import io.zenquery.sync.StateLayer;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.JsonPointer;
import io.zenquery.sync.patch.Patch;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/** What the holder of the documents could do wrong. */
final class DocumentBugs {

    private DocumentBugs() {}

    static void addTo(Map<String, Seams> bugs) {
        bugs.put("index off by one", layer(inner -> new Layer(inner) {
            @Override
            Map<AtomKey, List<Patch>> view(Map<AtomKey, List<Patch>> changes) {
                Map<AtomKey, List<Patch>> shifted = new LinkedHashMap<>();
                changes.forEach((atom, patches) -> shifted.put(
                        atom, patches.stream().map(DocumentBugs::shifted).toList()));
                return shifted;
            }
        }));
        bugs.put("drops an operation of a view change", layer(inner -> new Layer(inner) {
            private int changes;

            @Override
            Map<AtomKey, List<Patch>> view(Map<AtomKey, List<Patch>> change) {
                if (++changes % 5 != 0) {
                    return change;
                }
                Map<AtomKey, List<Patch>> less = new LinkedHashMap<>();
                change.forEach((atom, patches) -> less.put(atom, patches.subList(0, patches.size() - 1)));
                return less;
            }
        }));
        bugs.put("drops the before-image", layer(inner -> new Layer(inner) {
            private final Map<AtomKey, JsonNode> old = new HashMap<>();

            @Override
            public JsonNode confirmed(AtomKey atom) {
                return old.getOrDefault(atom, super.confirmed(atom));
            }

            @Override
            Map<AtomKey, JsonNode> confirmed(Map<AtomKey, JsonNode> documents) {
                documents.keySet().forEach(atom -> old.put(atom, super.confirmed(atom)));
                return documents;
            }
        }));
        bugs.put("keeps an old confirmed document", layer(inner -> new Layer(inner) {
            private int changes;

            @Override
            Map<AtomKey, JsonNode> confirmed(Map<AtomKey, JsonNode> documents) {
                return ++changes % 8 == 0 ? Map.of() : documents;
            }
        }));
    }

    private static Seams layer(UnaryOperator<StateLayer> bug) {
        return new Seams() {
            @Override
            public StateLayer layer(StateLayer layer) {
                return bug.apply(layer);
            }
        };
    }

    /** Elements that are inserted at 1 come to 0. */
    private static Patch shifted(Patch patch) {
        String path = patch.path().toString();
        return patch instanceof Patch.Add add && path.endsWith("/1")
                ? new Patch.Add(JsonPointer.parse(path.substring(0, path.length() - 1) + "0"), add.value())
                : patch;
    }

    private static class Layer implements StateLayer {
        private final StateLayer inner;

        Layer(StateLayer inner) {
            this.inner = inner;
        }

        @Override
        public JsonNode confirmed(AtomKey atom) {
            return inner.confirmed(atom);
        }

        @Override
        public Map<AtomKey, JsonNode> confirmed() {
            return inner.confirmed();
        }

        @Override
        public JsonNode view(AtomKey atom) {
            return inner.view(atom);
        }

        @Override
        public Runnable prepare(Map<AtomKey, JsonNode> confirmed, Map<AtomKey, List<Patch>> view, long version) {
            return inner.prepare(confirmed(confirmed), view(view), version);
        }

        Map<AtomKey, JsonNode> confirmed(Map<AtomKey, JsonNode> documents) {
            return documents;
        }

        Map<AtomKey, List<Patch>> view(Map<AtomKey, List<Patch>> changes) {
            return changes;
        }
    }
}
