package io.zenquery.sync.replay;

import io.zenquery.sync.replay.Container.Members;
import io.zenquery.sync.replay.Container.Slots;
import io.zenquery.sync.replay.Edit.Payload;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Puts back what a server change removed from under a pending edit. */
final class Restoration {

    private Restoration() {}

    /**
     * The edit that makes the target of {@code lost} exist again.
     *
     * @param before the confirmed tree without the change
     * @param now the tree in which the target is missing
     * @return null if the change did not remove it: a rejected mutation had made it, or a move would be a cycle
     */
    static @Nullable Edit of(Edit lost, Tree before, Tree now) {
        Element outermost = References.of(lost)
                .filter(Objects::nonNull)
                .map(id -> missing(id, before, now))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        if (outermost == null) {
            return null;
        }
        Payload remains = new Payload.Remains(outermost);
        Container parent = outermost.parent;
        if (now.element(outermost.id) != null) { // still there, with other content
            return parent instanceof Members members
                    ? new Edit.SetMember(
                            members.id(),
                            Objects.requireNonNull(outermost.name),
                            outermost.id,
                            outermost.contentId,
                            remains)
                    : new Edit.SetElement(outermost.id, outermost.contentId, remains);
        }
        if (parent instanceof Slots list) {
            return new Edit.Insert(list.id(), List.of(list.slotOf(outermost).id), outermost.id, remains);
        }
        if (parent instanceof Members members) {
            return new Edit.SetMember(
                    members.id(), Objects.requireNonNull(outermost.name), null, outermost.id, remains);
        }
        return null;
    }

    /** The outermost element around {@code id} that {@code before} has and {@code now} lacks, itself or its content. */
    private static @Nullable Element missing(Id id, Tree before, Tree now) {
        Element start = before.element(id);
        if (start == null) {
            Container content = before.content(id, "");
            start = content == null ? null : content.owner;
        }
        Element missing = null;
        for (Element up = start; up != null; up = up.parent == null ? null : up.parent.owner) {
            Element there = now.element(up.id);
            if (there == null || !there.contentId.equals(up.contentId)) {
                missing = up;
            }
        }
        return missing;
    }
}
