package io.zenquery.sync.overlay;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.TreePMap;
import tools.jackson.databind.JsonNode;

/**
 * The working copy of a {@link Forest}: single elements and contents, each looked up once in a transition, and written back at its end.
 */
abstract class Store {
    /** What a document that does not exist holds. */
    static final Content NO_DOCUMENT = new Content(0, Json.ABSENT);

    private static final long[] NOWHERE = {};

    private final Function<AtomKey, @Nullable JsonNode> documents;
    private final Map<AtomKey, JsonNode> changedDocuments = new LinkedHashMap<>();
    private HashPMap<AtomKey, Long> roots;
    private TreePMap<Long, Place> places;
    private TreePMap<Long, Inside> insides;
    private TreePMap<Long, long[]> elsewhere;
    private long lastId;

    /** What was read or written so far: null for what is not there. Written back by {@link #forest}. */
    private final Map<Long, @Nullable Place> workingPlaces = new HashMap<>();

    private final Map<Long, @Nullable Inside> workingInsides = new HashMap<>();
    private final Set<Long> opened = new HashSet<>();
    private final Set<Long> touched = new LinkedHashSet<>();
    private final Map<Spot, Long> vacated = new LinkedHashMap<>();

    /** @param documents the confirmed documents before the transition; {@link Json#ABSENT} for none, null if not known */
    Store(Forest forest, Function<AtomKey, @Nullable JsonNode> documents) {
        this.documents = documents;
        this.roots = forest.roots();
        this.places = forest.places();
        this.insides = forest.insides();
        this.elsewhere = forest.elsewhere();
        this.lastId = forest.lastId();
    }

    Forest forest() {
        for (Long id : touched) {
            Place place = find(id);
            places = place == null ? places.minus(id) : places.plus(id, place);
        }
        for (Long id : opened) {
            Inside inside = inside(id);
            insides = inside == null ? insides.minus(id) : insides.plus(id, inside);
        }
        return places.isEmpty() ? Forest.EMPTY : new Forest(roots, places, insides, elsewhere, lastId);
    }

    /** Goes back to what {@link #forest} said before. */
    void restore(Forest forest) {
        workingPlaces.clear();
        workingInsides.clear();
        opened.clear();
        roots = forest.roots();
        places = forest.places();
        insides = forest.insides();
        elsewhere = forest.elsewhere();
        lastId = forest.lastId();
    }

    // ---------------------------------------------------------------------------------------------------- documents

    /** The confirmed document as this transition has left it so far; null if it is not known. */
    @Nullable
    JsonNode document(AtomKey atom) {
        JsonNode changed = changedDocuments.get(atom);
        return changed != null ? changed : documents.apply(atom);
    }

    void document(AtomKey atom, JsonNode document) {
        changedDocuments.put(atom, document);
    }

    Map<AtomKey, JsonNode> changedDocuments() {
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
        Place known = workingPlaces.get(id);
        if (known == null && !workingPlaces.containsKey(id)) {
            known = places.get(id);
            workingPlaces.put(id, known);
        }
        return known;
    }

    /** The element of that identity, which is tracked. */
    Place place(long id) {
        return Objects.requireNonNull(find(id), "an element that is not tracked");
    }

    void put(Place place) {
        touched.add(place.id());
        workingPlaces.put(place.id(), place);
    }

    void remove(Place place) {
        touched.add(place.id());
        workingPlaces.put(place.id(), null);
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
        if (content == 0) {
            return null;
        }
        Inside known = workingInsides.get(content);
        if (known == null && !workingInsides.containsKey(content)) {
            known = insides.get(content);
            workingInsides.put(content, known);
        }
        return known;
    }

    void put(Inside inside) {
        workingInsides.put(inside.id(), inside);
        opened.add(inside.id());
    }

    void remove(Inside inside) {
        workingInsides.put(inside.id(), null);
        opened.add(inside.id());
    }

    /** The elements other than its own that the edit of that time has an effect on. */
    long[] elsewhere(long time) {
        long[] ids = elsewhere.get(time);
        return ids == null ? NOWHERE : ids;
    }

    void elsewhere(long time, long[] ids) {
        if (ids.length > 0) {
            elsewhere = elsewhere.plus(time, ids);
        } else if (!elsewhere.isEmpty()) {
            elsewhere = elsewhere.minus(time);
        }
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
    Set<Long> touched() {
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
