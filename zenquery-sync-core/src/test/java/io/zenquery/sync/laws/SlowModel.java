package io.zenquery.sync.laws;

import io.zenquery.sync.laws.State.Slot;
import io.zenquery.sync.patch.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;

/**
 * The view by a slow rebuild: every place of the list that ever was stands in one row for good, a new one directly after its left
 * neighbour, and the view is the confirmed state with the intents of the queue carried out on it, each on the very things it meant.
 * Shares no code and no data structure with the engine.
 */
final class SlowModel {
    private final List<Slot> row = new ArrayList<>();
    private final State confirmed = new State();
    private final Map<Long, List<Act>> queue = new LinkedHashMap<>();

    /** Those of the queue that are out of the view. */
    final Set<Long> hidden = new HashSet<>();

    private boolean crowded;

    /** A resolved intent: what it does, the place that it brings in, if any, and the thing that it is about. */
    private record Act(
            Consumer<State> effect,
            @Nullable Slot made,
            Object target,
            @Nullable Content inserted) {

        Act(Consumer<State> effect, @Nullable Slot made, Object target) {
            this(effect, made, target, null);
        }
    }

    SlowModel(JsonNode document) {
        confirmed.contents.put(Intent.OBJECT, Content.of(document.get("o")));
        document.get("l").values().forEach(each -> {
            Object thing = new Object();
            Slot slot = new Slot();
            row.add(slot);
            confirmed.places.put(thing, slot);
            confirmed.contents.put(thing, Content.of(each));
        });
    }

    // ------------------------------------------------------------------------------------------------------- events

    void register(long seq, List<Intent> intents) {
        queue.put(seq, perform(intents, viewState()));
    }

    void delta(List<Intent> intents) {
        perform(intents, confirmed);
    }

    /** The server did what was predicted. */
    void accept(long seq) {
        remove(seq).forEach(this::confirm);
    }

    boolean onlyInserts(long seq) {
        return queue.getOrDefault(seq, List.of()).stream().allMatch(act -> act.inserted() != null);
    }

    /** The server inserted other values than predicted, at the same places; later edits of the predicted ones mean these. */
    void acceptInserts(long seq, List<JsonNode> values) {
        List<Act> acts = remove(seq);
        for (int i = 0; i < acts.size(); i++) {
            Act act = acts.get(i);
            crowded |= isBeside(act.made(), pendingPlaces());
            Content content = Objects.requireNonNull(act.inserted()).becoming(values.get(i));
            confirm(new Act(
                    state -> {
                        state.places.put(act.target(), act.made());
                        state.contents.put(act.target(), content.copy());
                    },
                    act.made(),
                    act.target()));
        }
    }

    void reject(long seq) {
        remove(seq);
    }

    JsonNode view() {
        return render(viewState());
    }

    private List<Act> remove(long seq) {
        List<Act> acts = queue.remove(seq);
        return acts == null ? List.of() : acts;
    }

    /** Whether what the server inserted otherwise than predicted had pending neighbours: it may now stand on their other side. */
    boolean isCrowded() {
        return crowded;
    }

    private Set<Slot> pendingPlaces() {
        Set<Slot> places = new HashSet<>();
        queue.values().forEach(acts -> acts.forEach(act -> places.add(act.made())));
        return places;
    }

    /** Whether another pending place lies between the same two confirmed elements. */
    private boolean isBeside(Slot slot, Set<Slot> pending) {
        Set<Slot> occupied = new HashSet<>(confirmed.places.values());
        int at = row.indexOf(slot);
        for (int step : new int[] {-1, 1}) {
            for (int i = at + step; i >= 0 && i < row.size() && !occupied.contains(row.get(i)); i += step) {
                if (pending.contains(row.get(i))) {
                    return true;
                }
            }
        }
        return false;
    }

    // ------------------------------------------------------------------------------------------------------ intents

    private List<Act> perform(List<Intent> intents, State state) {
        List<Act> acts = new ArrayList<>();
        for (Intent intent : intents) {
            Act act = resolve(intent, state);
            acts.add(act);
            if (state == confirmed) {
                confirm(act);
            } else {
                act.effect().accept(state);
            }
        }
        return acts;
    }

    private void confirm(Act act) {
        act.effect().accept(confirmed);
    }

    private Act resolve(Intent intent, State now) {
        if (intent instanceof Intent.Insert insert) {
            Object thing = new Object();
            Content content = Content.of(insert.value());
            Slot slot = slotAfter(insert.after(), now);
            return new Act(
                    state -> {
                        state.places.put(thing, slot);
                        state.contents.put(thing, content.copy());
                    },
                    slot,
                    thing,
                    content);
        } else if (intent instanceof Intent.Delete delete) {
            Object thing = thing(delete.id(), now);
            return new Act(
                    state -> {
                        state.places.remove(thing);
                        state.contents.remove(thing);
                    },
                    null,
                    thing);
        } else if (intent instanceof Intent.Replace replace) {
            Object thing = thing(replace.id(), now);
            Content content = Content.of(replace.value());
            return new Act(state -> state.contents.computeIfPresent(thing, (same, old) -> content.copy()), null, thing);
        } else if (intent instanceof Intent.Move move) {
            Object thing = thing(move.id(), now);
            Slot slot = slotAfter(move.after(), now);
            return new Act(state -> state.places.computeIfPresent(thing, (same, old) -> slot), slot, thing);
        } else if (intent instanceof Intent.SetMember set) {
            return setMember(set, thing(set.owner(), now), now);
        } else if (intent instanceof Intent.Unset unset) {
            Object thing = thing(unset.owner(), now);
            Content content = now.contents.get(thing);
            Content.Member meant = content.members().get(unset.name()).copy();
            return new Act(state -> unset(inside(state, thing, content), meant), null, thing);
        }
        throw new AssertionError(intent);
    }

    /** Removes the member that was there, by any of the mutations and deltas that wrote it. */
    private static void unset(Map<String, Content.Member> members, Content.Member meant) {
        members.values().removeIf(member -> member.names.stream().anyMatch(meant.names::contains));
    }

    /** Sets the member of that name, whoever made it; later intents mean what this one wrote, and what it found. */
    private static Act setMember(Intent.SetMember set, Object thing, State now) {
        Content content = now.contents.get(thing);
        Content.Member found = content.members().get(set.name());
        Set<Object> names = found == null ? new LinkedHashSet<>() : new LinkedHashSet<>(found.names);
        Object own = new Object();
        names.add(own);
        JsonNode value = IntNode.valueOf(set.value());
        return new Act(
                state -> {
                    Content.Member member = inside(state, thing, content)
                            .computeIfAbsent(set.name(), name -> new Content.Member(own, value));
                    member.value = value;
                    member.names.addAll(names);
                },
                null,
                thing);
    }

    /** The members of a thing, if it still has that content; else nothing's. */
    private static Map<String, Content.Member> inside(State state, Object thing, Content meant) {
        Content now = state.contents.get(thing);
        return now != null && now.key() == meant.key() ? now.members() : new TreeMap<>();
    }

    private Slot slotAfter(@Nullable Integer id, State state) {
        int index = id == null ? 0 : row.indexOf(state.places.get(thing(id, state))) + 1;
        Slot slot = new Slot();
        row.add(index, slot);
        return slot;
    }

    static Object thing(int id, State state) {
        return id == Intent.OBJECT
                ? Intent.OBJECT
                : state.places.keySet().stream()
                        .filter(thing -> Intent.id(state.contents.get(thing).render()) == id)
                        .findFirst()
                        .orElseThrow();
    }

    // --------------------------------------------------------------------------------------------------------- view

    State viewState() {
        return viewState(Long.MAX_VALUE);
    }

    /** The view without what has that number or a higher one. */
    State viewState(long below) {
        State state = confirmed.copy();
        queue.forEach((seq, acts) -> {
            if (seq < below && !hidden.contains(seq)) {
                acts.forEach(act -> act.effect().accept(state));
            }
        });
        return state;
    }

    private JsonNode render(State state) {
        Map<Slot, Object> things = new IdentityHashMap<>();
        state.places.forEach((thing, slot) -> things.put(slot, thing));
        List<JsonNode> list = new ArrayList<>();
        for (Slot slot : row) {
            Object thing = things.get(slot);
            if (thing != null) {
                list.add(state.contents.get(thing).render());
            }
        }
        Map<String, JsonNode> members = new LinkedHashMap<>();
        members.put("l", Json.array(list));
        members.put("o", state.contents.get(Intent.OBJECT).render());
        return Json.object(members);
    }
}
