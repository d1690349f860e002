package io.zenquery.sync.overlay;

import io.zenquery.sync.overlay.Inside.Cell;
import io.zenquery.sync.overlay.Inside.Members;
import io.zenquery.sync.overlay.Inside.Slots;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.JsonPointer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.TreePMap;
import tools.jackson.databind.JsonNode;

/**
 * The working copy of a {@link Forest} during one transition: what is where, for the base, the view, or any time between. Reads, and
 * writes of single places; the rules are elsewhere.
 *
 * <p>Each reader takes a time: {@link Times#BASE} for what is confirmed, {@link Times#VIEW} for what is shown, {@link Times#END} for what is
 * to be shown, or the time of an edit for what it meets. Indices cost the logarithm of the list for the first two, its touched part for the
 * others.
 */
final class Tree {
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
    Tree(Forest forest, Function<AtomKey, @Nullable JsonNode> documents) {
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

    // -------------------------------------------------------------------------------------------------------- where

    static @Nullable Spot spot(Place place, long when) {
        return when == Times.VIEW ? place.at() : place.spot(when);
    }

    static @Nullable Content content(Place place, long when) {
        return when == Times.VIEW ? place.shown() : place.content(when);
    }

    /** The element that is meant by {@code place}: itself, unless it can't be reached and another one stands for it. */
    Place resolved(Place place, long when) {
        Place now = place;
        long next = now.standIn(when);
        while (next != 0 && !isAlive(now, when)) {
            Place other = find(next);
            if (other == null) {
                return now;
            }
            now = other;
            next = now.standIn(when);
        }
        return now;
    }

    /** Whether the element can be reached from its document's root. */
    boolean isAlive(Place place, long when) {
        Spot spot = spot(place, when);
        return spot != null && spot.isPlace() && (spot == Spot.Fixed.ROOT || isAlive(spot.container(), when));
    }

    /** Whether the content is that of an element that can be reached. */
    boolean isAlive(long content, long when) {
        Inside inside = inside(content);
        if (inside == null) {
            return false;
        }
        Place owner = owner(inside, when);
        Content present = owner == null ? null : content(owner, when);
        return owner != null && present != null && present.id() == content && isAlive(owner, when);
    }

    /** Whether {@code content} is, or lies in, a content of {@code place}. */
    boolean isWithin(long content, Place place, long when) {
        long up = content;
        while (up != 0) {
            Inside inside = inside(up);
            if (inside == null) {
                return false;
            }
            Place owner = owner(inside, when);
            if (owner != null && owner.id() == place.id()) {
                return true;
            }
            Spot spot = owner == null ? null : spot(owner, when);
            up = spot == null ? 0 : spot.container();
        }
        return false;
    }

    /** The element that is the member {@code name}; null for none, or for one that nothing is pending for. */
    @Nullable
    Place occupant(Members object, String name, long when) {
        Cell cell = object.cell(name);
        if (cell != null) {
            for (long id : cell.elements()) {
                Place place = find(id);
                if (place != null
                        && spot(place, when) instanceof Spot.Member member
                        && member.container() == object.id()
                        && member.name().equals(name)) {
                    return place;
                }
            }
        }
        return null;
    }

    /** Where the element is; only of one that is {@linkplain #isAlive alive}. */
    JsonPointer path(Place place, long when) {
        List<String> tokens = new ArrayList<>();
        Place up = place;
        Spot spot = spot(up, when);
        while (spot != null && spot.container() != 0) {
            Inside inside = Objects.requireNonNull(inside(spot.container()), "a place is in an open content");
            tokens.add(token(inside, spot, when));
            up = Objects.requireNonNull(owner(inside, when), "an element that can be reached");
            spot = spot(up, when);
        }
        Collections.reverse(tokens);
        return new JsonPointer(tokens);
    }

    String token(Inside inside, Spot spot, long when) {
        return spot instanceof Spot.InList slot
                ? index(rank((Slots) inside, slot.label(), when))
                : ((Spot.Member) spot).name();
    }

    /** An index as a token: beyond what is known of a list there is only its end. */
    static String index(int rank) {
        return rank >= Skeleton.OPEN / 2 ? "-" : Integer.toString(rank);
    }

    /** How many elements are in front of {@code label}. */
    int rank(Slots list, Label label, long when) {
        if (when == Times.BASE || when == Times.VIEW) {
            return list.order().rank(label, when == Times.BASE);
        }
        int[] rank = {0};
        list.order().forEach(node -> {
            if (node.label.compareTo(label) < 0) {
                rank[0] += present(list, node, when);
            }
        });
        return rank[0];
    }

    int count(Slots list, long when) {
        if (when == Times.BASE || when == Times.VIEW) {
            return list.order().count(when == Times.BASE);
        }
        int[] count = {0};
        list.order().forEach(node -> count[0] += present(list, node, when));
        return count[0];
    }

    Skeleton.@Nullable Position at(Slots list, int index, long when) {
        if (when == Times.BASE || when == Times.VIEW) {
            return list.order().at(index, when == Times.BASE);
        }
        Skeleton.@Nullable Position[] found = {null};
        int[] rest = {index};
        list.order().forEach(node -> {
            int here = present(list, node, when);
            if (found[0] == null && rest[0] >= 0 && rest[0] < here) {
                found[0] = new Skeleton.Position(node, rest[0]);
            }
            rest[0] -= here;
        });
        return found[0];
    }

    /** How many elements of a node are present. */
    int present(Slots list, Skeleton.Node node, long when) {
        if (node.isRun() || when == Times.BASE) {
            return node.base;
        } else if (when == Times.VIEW) {
            return node.view;
        }
        return tenant(list, node, when) == null ? 0 : 1;
    }

    /** The element in a slot; null for none. Mostly the slot's own, else one that stands for it or that it stands for. */
    @Nullable
    Place tenant(Slots list, Skeleton.Node node, long when) {
        Place own = find(node.element);
        if (own == null || isIn(own, list, node.label, when)) {
            return own;
        }
        for (Place.Step step : own.steps()) {
            Place other = step.to() instanceof Spot.Forward forward ? find(forward.element()) : null;
            if (other != null && isIn(other, list, node.label, when)) {
                return other;
            }
        }
        Place other = own.standIn() == 0 ? null : find(own.standIn());
        if (other != null && isIn(other, list, node.label, when)) {
            return other;
        }
        for (long alias : own.aliases()) {
            other = find(alias);
            if (other != null && isIn(other, list, node.label, when)) {
                return other;
            }
        }
        for (Edit fill : own.fills()) {
            other = fill.element() == own.id() ? null : find(fill.element());
            if (other != null && isIn(other, list, node.label, when)) {
                return other;
            }
            other = fill instanceof Edit.SetMember set && set.made() != own.id() ? find(set.made()) : null;
            if (other != null && isIn(other, list, node.label, when)) {
                return other;
            }
        }
        return null;
    }

    private static boolean isIn(Place place, Slots list, Label label, long when) {
        return spot(place, when) instanceof Spot.InList slot
                && slot.container() == list.id()
                && slot.label().equals(label);
    }

    /** The element in a slot that has one. */
    Place present(Slots list, Skeleton.Node node, long when, String expectation) {
        return Objects.requireNonNull(tenant(list, node, when), expectation);
    }

    // --------------------------------------------------------------------------------------------------------- what

    /** The value of the element in the base; null if it is not known, or it is not there. */
    @Nullable
    JsonNode baseValue(Place place) {
        Content base = place.base();
        if (base == null || base.value() != null) {
            return base == null ? null : base.value();
        }
        Spot home = Objects.requireNonNull(place.home(), "what has a base has a home");
        if (home == Spot.Fixed.ROOT) {
            return document(place.atom());
        }
        Inside inside = Objects.requireNonNull(inside(home.container()), "a home is in an open content");
        JsonNode around = baseValue(inside);
        if (around == null) {
            return null;
        }
        return home instanceof Spot.InList slot
                ? around.get(((Slots) inside).order().rank(slot.label(), true))
                : around.get(((Spot.Member) home).name());
    }

    /** What a content was before any edit inside it; null if it is not known. */
    @Nullable
    JsonNode baseValue(Inside inside) {
        Place owner = inside.value() == null ? owner(inside) : null;
        return owner == null ? inside.value() : baseValue(owner);
    }

    /** {@code content} of {@code place} without the edits inside it; null if it is not known. */
    @Nullable
    JsonNode plain(Place place, Content content) {
        return content.value() != null
                ? content.value()
                : Content.same(content, place.base()) ? baseValue(place) : null;
    }

    /** The element as it is with the edits inside it; null if some of it is not known. */
    @Nullable
    JsonNode render(Place place, long when) {
        Content content = content(place, when);
        if (content == null) {
            return null;
        }
        JsonNode plain = plain(place, content);
        Inside inside = inside(content.id());
        if (plain == null || inside == null || (when == Times.BASE && content.value() == null)) {
            return plain;
        }
        if (inside instanceof Members object) {
            return plain.isObject() ? render(object, plain, when) : plain;
        }
        return plain.isArray() ? render((Slots) inside, plain, when) : plain;
    }

    private @Nullable JsonNode render(Members object, JsonNode plain, long when) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        plain.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        for (String name : object.cells().keySet()) {
            Place present = occupant(object, name, when);
            if (present == null) {
                members.remove(name);
                continue;
            }
            JsonNode value = render(present, when);
            if (value == null) {
                return null;
            }
            members.put(name, value);
        }
        return Json.object(members);
    }

    private @Nullable JsonNode render(Slots list, JsonNode plain, long when) {
        List<@Nullable JsonNode> elements = new ArrayList<>();
        int[] base = {0};
        list.order().forEach(node -> {
            if (node.isRun()) {
                for (int i = 0; i < node.base; i++) {
                    elements.add(plain.get(base[0] + i));
                }
            } else if (present(list, node, when) > 0) {
                elements.add(render(present(list, node, when, "a slot that is taken"), when));
            }
            base[0] += node.base;
        });
        if (elements.contains(null)) {
            return null;
        }
        @SuppressWarnings("NullAway") // checked above
        List<JsonNode> known = new ArrayList<>(elements);
        return Json.array(known);
    }

    // -------------------------------------------------------------------------------------------------------- track

    /**
     * The present content of {@code place}, opened; null if nothing can be in it.
     *
     * @param hint a token that is about to be looked up in it: says what an unknown value is, where digits mean an index
     */
    @Nullable
    Inside open(Place place, long when, String hint) {
        Content content = content(place, when);
        if (content == null || content.isAbsent()) {
            return null;
        }
        Inside inside = inside(content.id());
        if (inside != null) {
            return inside;
        }
        JsonNode plain = plain(place, content);
        JsonNode own = Content.same(content, place.base()) ? null : content.value();
        if (plain == null) {
            boolean list = hint.equals("-") || JsonPointer.arrayIndex(hint) >= 0;
            inside = list
                    ? new Slots(content.id(), place.id(), place.id(), own, Skeleton.ofRun(Skeleton.OPEN))
                    : Members.of(content.id(), place.id(), own);
        } else if (plain.isObject()) {
            inside = Members.of(content.id(), place.id(), own);
        } else if (plain.isArray()) {
            inside = new Slots(content.id(), place.id(), place.id(), own, Skeleton.ofRun(plain.size()));
        } else {
            return null;
        }
        put(inside);
        return inside;
    }

    /** The member {@code name}, tracked from now on; null if there is none. */
    @Nullable
    Place trackMember(Members object, String name, long when) {
        if (object.cell(name) != null) {
            return occupant(object, name, when);
        }
        JsonNode plain = baseValue(object);
        if (plain != null && !plain.has(name)) {
            return null;
        }
        boolean own = isOwn(object.id());
        Spot home = new Spot.Member(object.id(), name);
        Place place = Place.of(newId(own), atom(object), home, new Content(newId(own), null));
        put(place);
        put(object.with(name, Cell.EMPTY.with(place.id())));
        return place;
    }

    /** The element of that index, tracked from now on; null if there is none. */
    @Nullable
    Place trackElement(Slots list, int index, long when) {
        Skeleton.Position position = at(list, index, when);
        if (position == null) {
            return null;
        }
        Skeleton.Node node = position.node();
        if (!node.isRun()) {
            return present(list, node, when, "a slot that is counted");
        }
        int offset = position.offset();
        int rest = node.base - offset - 1;
        Skeleton order = offset > 0 ? list.order().with(Skeleton.run(node.label, offset)) : list.order();
        Label label = offset > 0 ? order.labelAfter(node.label) : node.label;
        boolean own = isOwn(list.id());
        Spot home = new Spot.InList(list.id(), label);
        Place place = Place.of(newId(own), atom(list), home, new Content(newId(own), null));
        order = order.with(Skeleton.slot(label, place.id(), true, true));
        if (rest > 0) {
            order = order.with(Skeleton.run(order.labelAfter(label), rest));
        }
        put(place);
        put(list.with(order));
        return place;
    }

    AtomKey atom(Inside inside) {
        return Objects.requireNonNull(owner(inside), "what can be reached has an owner")
                .atom();
    }

    /** Makes room for a slot directly after the element in front of {@code index}; the list must have that many. */
    Label labelAt(Slots list, int index, long when) {
        if (index == 0) {
            return list.order().labelAfter(null);
        }
        Skeleton.Position left = Objects.requireNonNull(at(list, index - 1, when), "an index within the list");
        Skeleton.Node node = left.node();
        int rest = node.isRun() ? node.base - left.offset() - 1 : 0;
        if (rest == 0) {
            return list.order().labelAfter(node.label);
        }
        Skeleton order = list.order().with(Skeleton.run(node.label, left.offset() + 1));
        Label right = order.labelAfter(node.label);
        put(list.with(order.with(Skeleton.run(right, rest))));
        return Label.between(node.label, right);
    }

    /** Notes in a slot or member whether the element is there: in the base, or in the view. */
    void mark(Place place, @Nullable Spot spot, long when) {
        boolean here = spot != null && spot.equals(spot(place, when));
        if (spot instanceof Spot.InList slot && inside(slot.container()) instanceof Slots list) {
            Skeleton.Node node = list.order().find(slot.label());
            boolean inBase = when == Times.BASE ? here : node != null && node.base > 0;
            boolean inView = when == Times.VIEW ? here : node != null && node.view > 0;
            long element = here || node == null ? place.id() : node.element;
            put(list.with(list.order().with(Skeleton.slot(slot.label(), element, inBase, inView))));
            if (!inBase && !inView) {
                vacate(slot, element);
            }
        } else if (spot instanceof Spot.Member member && inside(member.container()) instanceof Members object) {
            Cell cell = object.cell(member.name());
            put(object.with(member.name(), (cell == null ? Cell.EMPTY : cell).with(place.id())));
            if (!here) {
                vacate(member, place.id());
            }
        }
    }
}
