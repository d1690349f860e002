package io.zenquery.sync.server;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.JsonPointer;
import io.zenquery.sync.patch.Patch;
import tools.jackson.databind.JsonNode;

/**
 * Follows what one mutation makes of the documents, operation by operation, and stops it when that is too much: 40 times {@code copy}
 * could make 2^40 nodes. Measures what is added and removed, not the documents.
 */
final class EffectLimit {
    private static final long MOST = Long.MAX_VALUE / 4;

    private final String channel;
    private final DocumentLimits limits;
    private final DocumentSizes documents;
    private final JsonSizes sizes = new JsonSizes();
    private long added;

    EffectLimit(String channel, DocumentLimits limits, DocumentSizes documents) {
        this.channel = channel;
        this.limits = limits;
        this.documents = documents;
    }

    /** Begins with a document. */
    Gauge gauge(AtomKey atom, JsonNode document) {
        return new Gauge(atom, documents.of(channel, atom, document, sizes));
    }

    /**
     * One document while it is changed. Its size is counted upwards where it is not known for certain, and measured before something is
     * rejected because of it.
     */
    final class Gauge {
        private final AtomKey atom;
        private final JsonSize before;
        private JsonSize now;

        private Gauge(AtomKey atom, JsonSize before) {
            this.atom = atom;
            this.before = before;
            this.now = before;
        }

        /**
         * {@code operation} took {@code from} to {@code to}.
         *
         * @throws RejectMutationException if that is too much
         */
        void step(JsonNode from, Patch operation, JsonNode to) {
            if (operation instanceof Patch.Add add) {
                write(add, add.value(), overwritten(from, add.path()), to);
            } else if (operation instanceof Patch.Copy copy) {
                write(copy, JsonPatch.valueAt(from, copy.from()), overwritten(from, copy.path()), to);
            } else if (operation instanceof Patch.Replace replace) {
                write(replace, replace.value(), JsonPatch.valueAt(from, replace.path()), to);
            } else if (operation instanceof Patch.Remove remove) {
                count(JsonPatch.valueAt(from, remove.path()), name(from, remove.path()), -1);
            } else if (operation instanceof Patch.Move move) {
                checkDepth(move.path(), JsonPatch.valueAt(from, move.from()));
                count(Json.ABSENT, name(to, move.path()), 1); // what it may have overwritten is not looked for
            }
            check(to);
        }

        private void write(Patch operation, JsonNode value, JsonNode overwritten, JsonNode to) {
            added = Math.min(MOST, added + sizes.of(value).bytes());
            if (added > limits.maxAddedBytes()) {
                throw new RejectMutationException(
                        operation instanceof Patch.Copy ? "copy-too-large" : "effect-too-large",
                        "expected a mutation that writes up to " + limits.maxAddedBytes() + " bytes of JSON, got more");
            }
            checkDepth(operation.path(), value);
            count(value, name(to, operation.path()), 1);
            if (!overwritten.isMissingNode()) {
                count(overwritten, name(to, operation.path()), -1);
            }
        }

        private void checkDepth(JsonPointer path, JsonNode value) {
            int depth = path.size() + sizes.of(value).depth();
            if (depth > limits.maxDepth()) {
                throw new RejectMutationException(
                        "document-too-deep",
                        "expected documents of up to " + limits.maxDepth() + " levels, got " + depth + " in " + atom);
            }
        }

        private void count(JsonNode value, long name, int sign) {
            JsonSize size = sizes.of(value);
            now = new JsonSize(
                    Math.min(MOST, now.nodes() + sign * size.nodes()),
                    now.depth(),
                    Math.min(MOST, now.bytes() + sign * (size.bytes() + name)));
        }

        /** What the place of a value takes by itself: its comma, and in an object its name. */
        private static long name(JsonNode document, JsonPointer path) {
            return path.isRoot() ? 0 : JsonSize.overhead(JsonPatch.valueAt(document, path.parent()), path.last());
        }

        private void check(JsonNode to) {
            if (isTooLarge()) {
                now = sizes.of(to);
            }
            if (now.nodes() > limits.maxNodes() && now.nodes() > before.nodes()) {
                throw new RejectMutationException(
                        "document-too-many-nodes",
                        "expected documents of up to " + limits.maxNodes() + " values, got " + now.nodes() + " in "
                                + atom);
            } else if (now.bytes() > limits.maxBytes() && now.bytes() > before.bytes()) {
                throw new RejectMutationException(
                        "document-too-large",
                        "expected documents of up to " + limits.maxBytes() + " bytes of JSON, got " + now.bytes()
                                + " in " + atom);
            }
        }

        private boolean isTooLarge() {
            return now.nodes() > limits.maxNodes() || now.bytes() > limits.maxBytes();
        }

        /** That is the document after the mutation. */
        void end(JsonNode document) {
            documents.note(channel, atom, document, now);
        }
    }

    /** The value that {@code add} would put another in the place of; absent if it would insert one. */
    private static JsonNode overwritten(JsonNode document, JsonPointer path) {
        if (path.isRoot()) {
            return document;
        }
        JsonNode parent = JsonPatch.valueAt(document, path.parent());
        return parent.isObject() ? parent.path(path.last()) : Json.ABSENT;
    }
}
