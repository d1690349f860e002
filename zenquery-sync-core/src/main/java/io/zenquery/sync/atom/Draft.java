package io.zenquery.sync.atom;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.JsonPointer;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.patch.PatchException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Records changes of documents as patches. Each change is applied to the draft at once, so that later ones see it; the documents
 * it began with stay as they are. Not thread-safe; made for one call.
 */
public final class Draft {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final Function<AtomKey, JsonNode> documents;
    private final Map<AtomKey, Atom> atoms = new LinkedHashMap<>();

    /** @param documents the document of an atom to begin with, {@link Json#ABSENT} if there is none */
    public Draft(Function<AtomKey, JsonNode> documents) {
        this.documents = documents;
    }

    /** The atom of that name. */
    public Atom atom(String name) {
        return atom(AtomKey.of(name));
    }

    /** The atom of that key. */
    public Atom atom(AtomKey key) {
        return atoms.computeIfAbsent(key, atom -> new Atom(atom, documents.apply(atom)));
    }

    /** What was recorded, per atom that changed, in the order in which the atoms were asked for. */
    public Map<AtomKey, List<Patch>> patches() {
        Map<AtomKey, List<Patch>> patches = new LinkedHashMap<>();
        atoms.forEach((key, atom) -> {
            if (!atom.patches.isEmpty()) {
                patches.put(key, List.copyOf(atom.patches));
            }
        });
        return patches;
    }

    /**
     * One document of a draft. Paths are JSON Pointers (RFC 6901). A value is anything that Jackson writes as JSON; {@code null}
     * is JSON {@code null}. Each method throws {@link PatchException} where RFC 6902 has an error, and
     * nothing is recorded then.
     */
    public static final class Atom {
        private final AtomKey key;
        private JsonNode document;
        private final List<Patch> patches = new ArrayList<>();

        private Atom(AtomKey key, JsonNode document) {
            this.key = key;
            this.document = document;
        }

        /** The document as changed so far, frozen; {@link Json#ABSENT} if there is none. */
        public JsonNode document() {
            return document;
        }

        /** The value at {@code path} as changed so far, frozen; {@link Json#ABSENT} if there is none. */
        public JsonNode get(String path) {
            JsonNode node = document;
            for (String token : JsonPointer.parse(path).tokens()) {
                int index = JsonPointer.arrayIndex(token);
                node = node.isArray() ? (index < 0 ? Json.ABSENT : node.path(index)) : node.path(token);
            }
            return node;
        }

        /** {@code add}: a new member, an existing one overwritten, or an element inserted before {@code path}. */
        public Atom add(String path, @Nullable Object value) {
            return apply(Patch.add(path, json(value)));
        }

        /** {@code remove}. */
        public Atom remove(String path) {
            return apply(Patch.remove(path));
        }

        /** {@code replace}: the value must exist. */
        public Atom replace(String path, @Nullable Object value) {
            return apply(Patch.replace(path, json(value)));
        }

        /** {@code move}; {@code path} is read after the removal. */
        public Atom move(String from, String path) {
            return apply(Patch.move(from, path));
        }

        /** {@code copy}. */
        public Atom copy(String from, String path) {
            return apply(Patch.copy(from, path));
        }

        /** {@code test}: a condition that must hold now, and when the server decides. */
        public Atom test(String path, @Nullable Object value) {
            return apply(Patch.test(path, json(value)));
        }

        /** Any operation. */
        public Atom apply(Patch operation) {
            try {
                document = JsonPatch.apply(document, List.of(operation));
            } catch (PatchException e) {
                String missing =
                        Json.isAbsent(document) ? "; it is not there, or has not come from the server yet" : "";
                throw new PatchException("atom " + key + missing + ": " + e.getMessage(), e);
            }
            patches.add(operation);
            return this;
        }

        private static JsonNode json(@Nullable Object value) {
            return MAPPER.valueToTree(value);
        }
    }
}
