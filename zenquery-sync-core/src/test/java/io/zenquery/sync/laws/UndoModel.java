package io.zenquery.sync.laws;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an undo comes to, by a slow rebuild: all intents ever, everybody's, in one row in a {@link SlowModel}, some of them taken out again.
 * Shares nothing with the engine.
 */
final class UndoModel {
    private final SlowModel model;
    private final Map<Long, Meant> intents = new LinkedHashMap<>();
    private final Map<Long, List<Toggle>> deeds = new LinkedHashMap<>();
    private long last;

    /**
     * An intent, by identity.
     *
     * @param thing what it is about
     * @param inside the content that it writes in; null for none
     * @param made the content that it makes; null for none
     */
    private record Meant(
            Intent intent,
            Object thing,
            @Nullable Object inside,
            @Nullable Object made) {}

    private record Toggle(long number, boolean into) {}

    UndoModel(JsonNode document) {
        this.model = new SlowModel(document);
    }

    JsonNode view() {
        return model.view();
    }

    /** Somebody does something. */
    void others(List<Intent> list) {
        list.forEach(intent -> add(intent, true));
    }

    void own(long seq, List<Intent> list) {
        List<Toggle> toggles = new ArrayList<>();
        for (Intent intent : list) {
            if (add(intent, false)) {
                toggles.add(new Toggle(last, true));
            }
        }
        deeds.put(seq, toggles);
    }

    /** False if it is an own one and changes nothing: then it has not happened. */
    private boolean add(Intent intent, boolean byOthers) {
        State before = model.viewState();
        JsonNode view = model.view();
        model.register(++last, List.of(intent));
        if (!byOthers && model.view().equals(view)) {
            model.reject(last);
            return false;
        }
        intents.put(last, meant(intent, before, model.viewState()));
        return true;
    }

    private static Meant meant(Intent intent, State before, State after) {
        if (intent instanceof Intent.Insert insert) {
            Object thing = SlowModel.thing(Intent.id(insert.value()), after);
            return new Meant(intent, thing, null, key(thing, after));
        } else if (intent instanceof Intent.Delete delete) {
            Object thing = SlowModel.thing(delete.id(), before);
            return new Meant(intent, thing, null, null);
        } else if (intent instanceof Intent.Replace replace) {
            Object thing = SlowModel.thing(replace.id(), before);
            return new Meant(intent, thing, null, key(thing, after));
        } else if (intent instanceof Intent.Move move) {
            return new Meant(intent, SlowModel.thing(move.id(), before), null, null);
        } else if (intent instanceof Intent.SetMember set) {
            Object thing = SlowModel.thing(set.owner(), before);
            return new Meant(intent, thing, key(thing, before), null);
        }
        Object thing = SlowModel.thing(((Intent.Unset) intent).owner(), before);
        return new Meant(intent, thing, key(thing, before), null);
    }

    private static Object key(Object thing, State state) {
        return state.contents.get(thing).key();
    }

    // -------------------------------------------------------------------------------------------------------- undo

    /**
     * Takes back what {@code seq} did, the last first.
     *
     * @return false if nothing is left of it; nothing is changed then
     */
    boolean undo(long seq, long undo) {
        JsonNode before = model.view();
        List<Toggle> done = Objects.requireNonNull(deeds.get(seq));
        List<Toggle> toggles = new ArrayList<>();
        for (int i = done.size() - 1; i >= 0; i--) {
            Toggle toggle = new Toggle(done.get(i).number(), !done.get(i).into());
            if (model.hidden.contains(toggle.number()) == toggle.into() && !isBuiltOn(toggle)) {
                turn(toggle);
                toggles.add(toggle);
            }
        }
        if (model.view().equals(before)) {
            toggles.forEach(toggle -> turn(new Toggle(toggle.number(), !toggle.into())));
            return false;
        }
        deeds.put(undo, toggles);
        return true;
    }

    private void turn(Toggle toggle) {
        if (toggle.into()) {
            model.hidden.remove(toggle.number());
        } else {
            model.hidden.add(toggle.number());
        }
    }

    /** Whether something that came later stands in what would go. */
    private boolean isBuiltOn(Toggle toggle) {
        Meant meant = Objects.requireNonNull(intents.get(toggle.number()));
        boolean takesThing =
                toggle.into() ? meant.intent() instanceof Intent.Delete : meant.intent() instanceof Intent.Insert;
        Object content = toggle.into() ? covered(toggle.number(), meant) : meant.made();
        return intents.entrySet().stream()
                .filter(later -> later.getKey() > toggle.number() && !model.hidden.contains(later.getKey()))
                .map(Map.Entry::getValue)
                .anyMatch(later -> (takesThing && later.thing() == meant.thing())
                        || (content != null && later.inside() == content));
    }

    /** The content that an intent that is out of the view would remove or put another one in place of; null for none. */
    private @Nullable Object covered(long number, Meant meant) {
        boolean covers = meant.intent() instanceof Intent.Delete || meant.intent() instanceof Intent.Replace;
        State below = model.viewState(number);
        return covers && below.contents.containsKey(meant.thing()) ? key(meant.thing(), below) : null;
    }
}
