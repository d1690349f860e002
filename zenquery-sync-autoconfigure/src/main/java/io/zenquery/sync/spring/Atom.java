package io.zenquery.sync.spring;

import io.zenquery.sync.Subscription;
import io.zenquery.sync.ViewChange;
import io.zenquery.sync.atom.Draft;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.patch.ProjectedEdit;
import io.zenquery.sync.session.MutationReceipt;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * One document of a channel as values of a type: read, changed by writing how it should look, and listened to. From
 * {@link SyncOperations#atom}. Values are made by Jackson; records are the natural choice. An atom that does not exist is {@code null}.
 * All methods may be called from any thread.
 *
 * @param <T> what the document is read as and written from; best something that can't be changed
 */
public final class Atom<T> {
    private final String name;
    private final Class<T> type;
    private final SyncOperations sync;
    private final TypedAtoms atoms;

    /**
     * A step of the document as this client sees it.
     *
     * @param before null if there was no document
     * @param after null if there is none any more
     * @param cause what brought it about
     * @param version the version of the view that the step led to
     */
    public record Change<T>(@Nullable T before, @Nullable T after, ViewChange.Cause cause, long version) {}

    Atom(String name, Class<T> type, SyncOperations sync, TypedAtoms atoms) {
        this.name = Objects.requireNonNull(name, "name");
        this.type = Objects.requireNonNull(type, "type");
        this.sync = sync;
        this.atoms = atoms;
    }

    /** The name of the atom. */
    public String name() {
        return name;
    }

    /**
     * The value with all pending mutations in it; null if there is none.
     *
     * @throws JacksonException if the document can't be read as the type
     */
    public @Nullable T view() {
        return read(sync.view(name));
    }

    /**
     * The value as the server confirmed it; null if there is none.
     *
     * @throws JacksonException if the document can't be read as the type
     */
    public @Nullable T confirmed() {
        return read(sync.confirmed(name));
    }

    private @Nullable T read(JsonNode document) {
        return atoms.read(document, type);
    }

    /** Makes a mutation for the server's default handler; otherwise as {@link #update(String, Object, UnaryOperator)}. */
    public MutationReceipt update(UnaryOperator<@Nullable T> change) {
        return update(null, null, change);
    }

    /**
     * Makes a mutation out of the difference between a value and what {@code change} makes of it: what is equal in both is not touched, an
     * element more in a list is one insert, and where an identity key says which element is which, an element elsewhere is one move. Members
     * of the document that the type does not know stay. A change that changes nothing is a mutation without patches.
     *
     * @param handler the server's handler; null for the default one
     * @param input what that handler works on; null for nothing
     * @param change is given the present value, null if there is none, and returns the new one, null for none. May be run again, as the
     *     draft of {@link SyncOperations#mutate(String, Object, Consumer)}, so it should do nothing else. It must not change what it is given
     * @throws JacksonException if the document can't be read as the type, or the type not written
     * @throws RuntimeException all that {@link SyncOperations#mutate(String, Object, Consumer)} throws, and what {@code change} throws
     */
    public MutationReceipt update(@Nullable String handler, @Nullable Object input, UnaryOperator<@Nullable T> change) {
        return sync.mutate(handler, input, draft -> draft(draft, change));
    }

    private void draft(Draft draft, UnaryOperator<@Nullable T> change) {
        Draft.Atom atom = draft.atom(name);
        T before = read(atom.document());
        JsonNode written = atoms.write(before); // before the change, in case it changes what it is given all the same
        JsonNode changed = atoms.write(change.apply(before));
        List<Patch> patches =
                ProjectedEdit.between(atom.document(), written, changed, path -> atoms.identityKey(key(), path));
        patches.forEach(atom::apply);
    }

    /**
     * Has {@code listener} told of each step of the document from now on, in order, on the thread of the application events. What can't be
     * read as the type is logged, and told of as null. A listener that throws is logged, and stops no other.
     *
     * @return ends it; a step that is being told of at that moment may still arrive
     */
    public Subscription onChange(Consumer<Change<T>> listener) {
        return atoms.subscribe(key(), type, listener);
    }

    private AtomKey key() {
        return AtomKey.of(name);
    }

    @Override
    public String toString() {
        return "Atom[" + name + " as " + type.getSimpleName() + "]";
    }
}
