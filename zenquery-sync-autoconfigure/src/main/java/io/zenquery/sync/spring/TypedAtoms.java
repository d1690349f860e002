package io.zenquery.sync.spring;

import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.Subscription;
import io.zenquery.sync.ViewChange;
import io.zenquery.sync.atom.AtomStore;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.JsonPointer;
import io.zenquery.sync.patch.Patch;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the {@link Atom}s of a channel have in common. */
final class TypedAtoms {
    private static final Logger log = LoggerFactory.getLogger(Atom.class);

    private final OptimisticSyncCoordinator coordinator;
    private final AtomStore store;
    private final JsonMapper mapper;
    private final BiFunction<AtomKey, JsonPointer, @Nullable String> identityKeys;
    private final Executor events;

    /** @param events runs what listeners are told, in order */
    TypedAtoms(
            OptimisticSyncCoordinator coordinator,
            AtomStore store,
            JsonMapper mapper,
            BiFunction<AtomKey, JsonPointer, @Nullable String> identityKeys,
            Executor events) {
        this.coordinator = coordinator;
        this.store = store;
        this.mapper = mapper;
        this.identityKeys = Objects.requireNonNull(identityKeys, "identityKeys");
        this.events = Objects.requireNonNull(events, "events");
    }

    <T> @Nullable T read(JsonNode document, Class<T> type) {
        return Json.isAbsent(document) ? null : mapper.treeToValue(document, type);
    }

    JsonNode write(@Nullable Object value) {
        return value == null ? Json.ABSENT : Json.freeze(mapper.valueToTree(value));
    }

    @Nullable
    String identityKey(AtomKey atom, JsonPointer path) {
        return identityKeys.apply(atom, path);
    }

    <T> Subscription subscribe(AtomKey atom, Class<T> type, Consumer<Atom.Change<T>> listener) {
        return new Listening<>(atom, type, listener).begin();
    }

    /** Follows one document, step by step. Each step is told of as it was, however late that is. */
    private final class Listening<T> {
        private final AtomKey atom;
        private final Class<T> type;
        private final Consumer<Atom.Change<T>> listener;
        private JsonNode document = Json.ABSENT; // guarded by this
        private long version; // guarded by this
        private volatile boolean ended;

        Listening(AtomKey atom, Class<T> type, Consumer<Atom.Change<T>> listener) {
            this.atom = atom;
            this.type = type;
            this.listener = Objects.requireNonNull(listener, "listener");
        }

        /** What is told meanwhile waits for the lock, and is older than the snapshot, or follows it. */
        synchronized Subscription begin() {
            Subscription subscription = coordinator.onViewChange(this::take);
            AtomStore.Snapshot now = store.snapshot();
            document = now.view(atom);
            version = now.version();
            return () -> {
                ended = true;
                subscription.close();
            };
        }

        private synchronized void take(ViewChange change) {
            List<Patch> patches = change.patches().get(atom);
            if (patches == null || change.version() <= version) {
                return;
            }
            JsonNode before = document;
            document = JsonPatch.apply(before, patches);
            version = change.version();
            JsonNode after = document;
            events.execute(() -> tell(before, after, change));
        }

        private void tell(JsonNode before, JsonNode after, ViewChange change) {
            if (ended) {
                return;
            }
            try {
                listener.accept(new Atom.Change<>(readable(before), readable(after), change.cause(), change.version()));
            } catch (RuntimeException | Error e) {
                log.error("a listener of {} failed on version {}", atom, change.version(), e);
            }
        }

        private @Nullable T readable(JsonNode present) {
            try {
                return read(present, type);
            } catch (JacksonException e) {
                log.error("{} can't be read as {}", atom, type.getName(), e);
                return null;
            }
        }
    }
}
