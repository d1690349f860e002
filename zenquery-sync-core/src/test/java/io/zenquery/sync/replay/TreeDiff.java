package io.zenquery.sync.replay;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.JsonPointer;
import io.zenquery.sync.patch.ListDiff;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.replay.Container.Members;
import io.zenquery.sync.replay.Container.Slots;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The patches that take what one tree says to what a later one says: elements are told apart by identity, not by index. */
final class TreeDiff {
    private final Tree before;
    private final Tree after;
    private final Map<AtomKey, List<Patch>> patches = new LinkedHashMap<>();
    private final Set<AtomKey> unknown = new LinkedHashSet<>();
    private List<Patch> out = new ArrayList<>();
    private boolean unknownValue;

    private TreeDiff(Tree before, Tree after) {
        this.before = before;
        this.after = after;
    }

    /**
     * What changed.
     *
     * @param patches per atom, for atoms that changed and whose change is known
     * @param unknown atoms that changed to something that is not known here
     */
    record Result(Map<AtomKey, List<Patch>> patches, Set<AtomKey> unknown) {

        /** Whether the patches take what {@code before} says exactly to what {@code after} says, as far as it is known. */
        boolean leadsFrom(Tree before, Tree after) {
            return after.roots.entrySet().stream().allMatch(root -> {
                Element then = before.roots.get(root.getKey());
                JsonNode from = then == null ? null : then.render();
                JsonNode to = root.getValue().render();
                if (from == null || to == null || unknown.contains(root.getKey())) {
                    return true;
                }
                JsonNode reached = JsonPatch.apply(from, patches.getOrDefault(root.getKey(), List.of()));
                return Json.isAbsent(to) ? Json.isAbsent(reached) : Json.sameValue(reached, to);
            });
        }
    }

    static Result between(Tree before, Tree after) {
        TreeDiff diff = new TreeDiff(before, after);
        after.roots.forEach(diff::root);
        return new Result(diff.patches, diff.unknown);
    }

    private void root(AtomKey atom, Element now) {
        Element then = before.roots.get(atom);
        if (then == null) {
            return;
        }
        out = new ArrayList<>();
        unknownValue = false;
        if (then.isAbsent() != now.isAbsent()) {
            if (now.isAbsent()) {
                out.add(new Patch.Remove(JsonPointer.ROOT));
            } else {
                add(JsonPointer.ROOT, now);
            }
        } else if (!now.isAbsent()) {
            value(then, now, JsonPointer.ROOT);
        }
        if (unknownValue) {
            unknown.add(atom);
        } else if (!out.isEmpty()) {
            patches.put(atom, List.copyOf(out));
        }
    }

    private void value(Element then, Element now, JsonPointer path) {
        if (then.contentId.equals(now.contentId)) {
            if (then.container != null || now.container != null) {
                Object hint = hint(then.container != null ? then.container : Objects.requireNonNull(now.container));
                Container a = before.expand(then, hint);
                Container b = after.expand(now, hint);
                if (a instanceof Members from && b instanceof Members to) {
                    members(from, to, path);
                    return;
                }
                if (a instanceof Slots from && b instanceof Slots to) {
                    list(from, to, path);
                    return;
                }
            } else if (then.value == now.value) {
                return;
            }
        }
        JsonNode from = then.render();
        JsonNode to = now.render();
        if (to == null) {
            unknownValue = true;
        } else if (from == null || !Json.sameValue(from, to)) {
            out.add(new Patch.Replace(path, to));
        }
    }

    private static Object hint(Container container) {
        return container instanceof Slots ? (Object) 0 : "";
    }

    private void members(Members then, Members now, JsonPointer path) {
        if (then.open) {
            new TreeSet<>(now.made).forEach(name -> before.materialize(then, name));
            new TreeSet<>(then.made).forEach(name -> after.materialize(now, name));
        }
        for (String name : List.copyOf(then.byName.keySet())) {
            if (!now.byName.containsKey(name)) {
                out.add(new Patch.Remove(path.child(name)));
            }
        }
        now.byName.forEach((name, member) -> {
            Element old = then.byName.get(name);
            if (old == null) {
                add(path.child(name), member);
            } else {
                value(old, member, path.child(name));
            }
        });
    }

    private void list(Slots then, Slots now, JsonPointer path) {
        if (then.open) {
            before.materialize(then, now.made - 1);
            after.materialize(now, then.made - 1);
        }
        List<Element> to = now.present();
        ListDiff.between(then.present(), to, element -> element.id, new ListDiff.Edits<>() {
            @Override
            public void remove(int index) {
                out.add(new Patch.Remove(path.child(index)));
            }

            @Override
            public void insert(int index, Element element) {
                add(path.child(index), element);
            }

            @Override
            public void move(int from, int index) {
                out.add(new Patch.Move(path.child(from), path.child(index)));
            }

            @Override
            public void keep(int index, Element from, Element kept) {
                value(from, kept, path.child(index));
            }
        });
    }

    private void add(JsonPointer path, Element element) {
        @Nullable JsonNode value = element.render();
        if (value == null) {
            unknownValue = true;
        } else {
            out.add(new Patch.Add(path, value));
        }
    }
}
