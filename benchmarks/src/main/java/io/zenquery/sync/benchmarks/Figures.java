package io.zenquery.sync.benchmarks;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was measured so far, by its place in the report. Microseconds or bytes. */
final class Figures {
    private final Map<Cell, Double> figures = new HashMap<>();

    /**
     * A place in the report.
     *
     * @param row what was done
     * @param line who did it
     * @param column to how much
     */
    record Cell(String row, String line, String column) {}

    void put(Cell cell, double figure) {
        figures.put(cell, figure);
    }

    /** Null if it was not measured. */
    @Nullable
    Double get(Cell cell) {
        return figures.get(cell);
    }

    /** How many times the one is of the other; null if one of them was not measured. */
    @Nullable
    Double ratio(Cell of, Cell to) {
        Double dividend = get(of);
        Double divisor = get(to);
        return dividend == null || divisor == null ? null : (Double) (dividend / divisor);
    }
}
