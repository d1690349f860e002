package io.zenquery.sync.overlay;

import io.zenquery.sync.overlay.Inside.Slots;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.JsonPointer;
import io.zenquery.sync.patch.Patch;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The short way for what most mutations consist of: the first pending edit of an element of the base replaces what that holds, the server
 * says the same, and nothing else is pending that could tell the difference. The lowest entry of the stack becomes its bottom, so what
 * any other edit meets, and what the view shows, stays as it is: {@link Promotion} and {@link Rework} would come to the same.
 */
final class Settlement {
    private final Tree tree;
    private final Links links;

    Settlement(Tree tree) {
        this.tree = tree;
        this.links = new Links(tree);
    }

    /** False, and nothing is done, if it is not that simple. */
    boolean run(Edit edit, Patch operation) {
        Content content = edit.content();
        if (content == null || !(edit instanceof Edit.SetMember || edit instanceof Edit.SetElement)) {
            return false;
        }
        Place place = tree.place(edit.element());
        if (!isSimple(place, edit, content)
                || !isSaid(operation, edit, content.value())
                || !isAt(place, operation.path())) {
            return false;
        }
        Content confirmed = tree.isKnown(edit.atom()) ? new Content(content.id(), null) : content;
        Content shown = place.shown();
        tree.put(place.settled(confirmed, shown != null && shown.id() == content.id() ? confirmed : shown));
        links.forget(edit);
        return true;
    }

    private boolean isSimple(Place place, Edit edit, Content content) {
        Content base = place.base();
        return base != null
                && !base.isAbsent()
                && place.fills().length > 0
                && place.fills()[0] == edit
                && place.steps().length == 0
                && place.others().length == 0
                && place.standIn() == 0
                && place.aliases().length == 0
                && tree.inside(base.id()) == null
                && tree.inside(content.id()) == null
                && !tree.hasChecks()
                && tree.elsewhere(edit.time()).length == 0
                && (!(edit instanceof Edit.SetMember set)
                        || set.made() == set.element()
                        || tree.find(set.made()) == null);
    }

    /** Whether the operation replaces something by that value; to add an element to a list is something else. */
    private static boolean isSaid(Patch operation, Edit edit, @Nullable JsonNode value) {
        JsonNode said = operation instanceof Patch.Replace replace
                ? replace.value()
                : operation instanceof Patch.Add add && edit instanceof Edit.SetMember ? add.value() : null;
        return said != null && value != null && Json.sameValue(said, value);
    }

    /** Whether {@code path} leads to the element in the confirmed document. */
    private boolean isAt(Place place, JsonPointer path) {
        @Nullable Place up = place;
        for (int depth = path.size() - 1; up != null && depth >= 0; depth--) {
            up = around(up, path.token(depth));
        }
        return up != null && up.isRoot();
    }

    /** The element that {@code place} is in, if {@code token} leads from there to it. */
    private @Nullable Place around(Place place, String token) {
        Spot home = place.home();
        Inside inside = home == null ? null : tree.inside(home.container());
        if (home == null || inside == null || !isToken(token, home, inside)) {
            return null;
        }
        Place owner = tree.owner(inside);
        Content base = owner == null ? null : owner.base();
        return base != null && base.id() == inside.id() ? owner : null;
    }

    private static boolean isToken(String token, Spot home, Inside inside) {
        return home instanceof Spot.Member member
                ? member.name().equals(token)
                : home instanceof Spot.InList slot
                        && JsonPointer.arrayIndex(token)
                                == ((Slots) inside).order().rank(slot.label(), true);
    }
}
