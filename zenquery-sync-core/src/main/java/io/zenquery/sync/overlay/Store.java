package io.zenquery.sync.overlay;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.Patch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import tools.jackson.databind.JsonNode;

/** The working copy of a {@link Forest}, which itself is not changed. */
abstract class Store {
    /** What a document that does not exist holds. */
    static final Content NO_DOCUMENT = new Content(0, Json.ABSENT);

    private static final long[] NOWHERE = {};
    private static final int RECENT = 16; // a power of two

    private final Function<AtomKey, @Nullable JsonNode> documents;
    private final Map<AtomKey, JsonNode> changedDocuments = new LinkedHashMap<>();
    private final Map<AtomKey, List<Patch>> changes = new LinkedHashMap<>();
    private HashPMap<AtomKey, Long> roots;
    private LongMap.Editor<Place> places;

    /** Some that were looked up or changed lately, by the last digits of their identities: the same few are looked up again and again. */
    private final @Nullable Place[] recentPlaces = new @Nullable Place[RECENT];

    private final @Nullable Inside[] recentInsides = new @Nullable Inside[RECENT];
    private LongMap.Editor<Inside> insides;
    private LongMap.Editor<long[]> elsewhere;
    private int checks;
    private long lastId;

    private final LongSet touched = new LongSet();
    private final Map<Spot, Long> vacated = new LinkedHashMap<>();

    /** @param documents the confirmed documents before the transition; {@link Json#ABSENT} for none, null if not known */
    Store(Forest forest, Function<AtomKey, @Nullable JsonNode> documents) {
        this.documents = documents;
        this.roots = forest.roots();
        this.places = new LongMap.Editor<>(forest.places());
        this.insides = new LongMap.Editor<>(forest.insides());
        this.elsewhere = new LongMap.Editor<>(forest.elsewhere());
        this.checks = forest.checks();
        this.lastId = forest.lastId();
    }

    Forest forest() {
        return places.isEmpty()
                ? Forest.EMPTY
                : new Forest(roots, places.map(), insides.map(), elsewhere.map(), checks, lastId);
    }

    /** Goes back to what {@link #forest} said before. */
    void restore(Forest forest) {
        roots = forest.roots();
        Arrays.fill(recentPlaces, null);
        Arrays.fill(recentInsides, null);
        places = new LongMap.Editor<>(forest.places());
        insides = new LongMap.Editor<>(forest.insides());
        elsewhere = new LongMap.Editor<>(forest.elsewhere());
        checks = forest.checks();
        lastId = forest.lastId();
    }

    // ---------------------------------------------------------------------------------------------------- documents

    /** The confirmed document as this transition has left it so far; null if it is not known. */
    @Nullable
    JsonNode document(AtomKey atom) {
        JsonNode changed = changedDocuments.get(atom);
        JsonNode document = changed != null ? changed : documents.apply(atom);
        List<Patch> late = changes.isEmpty() ? null : changes.remove(atom);
        if (late != null && document != null) {
            document = JsonPatch.apply(document, late);
            changedDocuments.put(atom, document);
        }
        return document;
    }

    /** Whether the confirmed document is known. */
    boolean isKnown(AtomKey atom) {
        return changedDocuments.containsKey(atom) || documents.apply(atom) != null;
    }

    void document(AtomKey atom, JsonNode document) {
        changedDocuments.put(atom, document);
    }

    /** The confirmed document, if it is known, is changed by an operation that fits: by all of them at once, when somebody looks at it. */
    void change(AtomKey atom, Patch operation) {
        changes.computeIfAbsent(atom, key -> new ArrayList<>()).add(operation);
    }

    Map<AtomKey, JsonNode> changedDocuments() {
        List.copyOf(changes.keySet()).forEach(this::document);
        return Collections.unmodifiableMap(changedDocuments);
    }

    // ------------------------------------------------------------------------------------------------------- places

    /** An identity for what the server made. */
    long newId() {
        return newId(false);
    }

    /** An identity: it says whether a pending edit made what it names, also after the server has taken that over. */
    long newId(boolean own) {
        lastId += 2;
        return own ? lastId + 1 : lastId;
    }

    static boolean isOwn(long id) {
        return (id & 1) != 0;
    }

    @Nullable
    Place find(long id) {
        int slot = recent(id);
        Place known = recentPlaces[slot];
        if (known == null || known.id() != id) {
            recentPlaces[slot] = known = places.get(id);
        }
        return known;
    }

    /** The lowest bit of identities is no part of the count. */
    private static int recent(long id) {
        return (int) (id >>> 1) & (RECENT - 1);
    }

    /** The element of that identity, which is tracked. */
    Place place(long id) {
        return Objects.requireNonNull(find(id), "an element that is not tracked");
    }

    void put(Place place) {
        touched.add(place.id());
        places.put(place.id(), place);
        recentPlaces[recent(place.id())] = place;
    }

    void remove(Place place) {
        touched.add(place.id());
        places.remove(place.id());
        recentPlaces[recent(place.id())] = null;
        if (place.isRoot()) {
            roots = roots.minus(place.atom());
        }
    }

    @Nullable
    Place root(AtomKey atom) {
        Long id = roots.get(atom);
        return id == null ? null : place(id);
    }

    /** The documents in which something is tracked. */
    Set<AtomKey> atoms() {
        return roots.keySet();
    }

    /** The root of {@code atom}, tracked from now on. */
    Place trackRoot(AtomKey atom) {
        Place root = root(atom);
        if (root == null) {
            JsonNode document = document(atom);
            boolean absent = document != null && Json.isAbsent(document);
            root = Place.of(newId(), atom, Spot.Fixed.ROOT, absent ? NO_DOCUMENT : new Content(newId(), null));
            roots = roots.plus(atom, root.id());
            put(root);
        }
        return root;
    }

    @Nullable
    Inside inside(long content) {
        int slot = recent(content);
        Inside known = recentInsides[slot];
        if (known == null || known.id() != content) {
            recentInsides[slot] = known = insides.get(content);
        }
        return known;
    }

    void put(Inside inside) {
        insides.put(inside.id(), inside);
        recentInsides[recent(inside.id())] = inside;
    }

    void remove(Inside inside) {
        insides.remove(inside.id());
        recentInsides[recent(inside.id())] = null;
    }

    /** The elements other than its own that the edit of that time has an effect on. */
    long[] elsewhere(long time) {
        long[] ids = elsewhere.get(time);
        return ids == null ? NOWHERE : ids;
    }

    void elsewhere(long time, long[] ids) {
        if (ids.length > 0) {
            elsewhere.put(time, ids);
        } else {
            elsewhere.remove(time);
        }
    }

    /** Whether any pending edit is a test. */
    boolean hasChecks() {
        return checks > 0;
    }

    /** There are {@code more} pending tests than before. */
    void addChecks(int more) {
        checks += more;
    }

    /** The element whose content it is; null if that is not tracked any more. */
    @Nullable
    Place owner(Inside inside) {
        return find(inside.owner());
    }

    @Nullable
    Place owner(Inside inside, long when) {
        return find(when == Times.VIEW ? inside.shownIn() : inside.owner());
    }

    /** The view shows the element there, with that content. */
    Place show(Place place, @Nullable Spot at, @Nullable Content shown) {
        Place known = place.withView(at, shown);
        put(known);
        Inside inside = shown == null ? null : inside(shown.id());
        if (inside != null && inside.shownIn() != place.id()) {
            put(inside.shownIn(place.id()));
        }
        return known;
    }

    /** The elements that were changed in this transition. */
    LongSet touched() {
        return touched;
    }

    /** Slots and members that perhaps nothing needs any more, and whose they were. */
    Map<Spot, Long> vacated() {
        return vacated;
    }

    void vacate(Spot spot, long element) {
        vacated.put(spot, element);
    }
}
