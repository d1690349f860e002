package io.zenquery.sync.overlay;

/** What becomes of a pending edit that collided with a change of the server. */
public enum Decision {
    /** It stays on top, if it still has a place; where the server removed that, it goes. */
    KEEP,
    /** It leaves the view for good; the other edits of its mutation stay. */
    DROP,
    /** It stays; what the server removed from under it is put back. */
    RESTORE,
    /** The whole mutation leaves the view until its verdict. */
    HIDE
}
