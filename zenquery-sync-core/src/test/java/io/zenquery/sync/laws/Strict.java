package io.zenquery.sync.laws;

/**
 * Whether the oracles also compare what the engine that replays its queue gets wrong, each case with a disabled test in
 * {@link FoundTest}: without it a history ends, uncounted, where it meets one. {@code ./laws --strict} switches it on.
 */
final class Strict {
    static final boolean ON = Boolean.getBoolean("laws.strict");

    private Strict() {}
}
