package io.zenquery.sync.overlay;

import org.pcollections.TreePSet;

/**
 * What the server removed and pending edits need, put back: one element where it was, or one content, with its value as it was when it was
 * removed. It stands once, in front of the first edit in the view that asked for it, and goes with the last. Edits that came later
 * and merely stand in it are lost then.
 *
 * @param edit what puts it back, where it stands now
 * @param askers the times of the pending edits that asked for it, visible or not
 * @param superseded what it had given way to has become part of the base: it stays out of the view
 */
record Hold(Edit.Restore edit, TreePSet<Long> askers, boolean superseded) {

    /** Its place in the order of all holds: what a later change removed is further out, so its rank is lower. */
    long rank() {
        return edit.hold();
    }

    Hold at(long time) {
        return new Hold(edit.at(time), askers, superseded);
    }

    Hold without(long asker) {
        return new Hold(edit, askers.minus(asker), superseded);
    }

    Hold asSuperseded() {
        return new Hold(edit, askers, true);
    }
}
