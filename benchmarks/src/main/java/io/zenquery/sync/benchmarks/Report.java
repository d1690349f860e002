package io.zenquery.sync.benchmarks;

import io.zenquery.sync.benchmarks.Figures.Cell;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The figures as tables, and what became of the targets. */
final class Report {
    static final String OWN = "its own";
    static final String BEYOND = "beyond it";
    static final String DOCUMENTS = "documents";
    static final String TOTAL = "in all";
    static final List<String> WIDE_CHANGES = List.of("replace", "add", "remove", "delta");

    private static final String NONE = "-";

    private final Figures figures;
    private final List<Integer> pending;
    private final int least;
    private final int most;

    /**
     * A report.
     *
     * @param pending the lengths of queue that were measured, ascending
     */
    Report(Figures figures, List<Integer> pending) {
        this.figures = figures;
        this.pending = pending;
        this.least = pending.get(0);
        this.most = pending.get(pending.size() - 1);
    }

    static Cell queue(Operation operation, Subject.Kind subject, int pending) {
        return new Cell(operation.title(), subject.toString(), Integer.toString(pending));
    }

    static Cell memory(Subject.Kind subject, String part) {
        return new Cell("memory", subject.toString(), part);
    }

    static Cell fiveOperations(String library, String items) {
        return new Cell("five operations", library, items);
    }

    static Cell wideObject(String change) {
        return new Cell("wide object", "zenquery", change);
    }

    static Cell undo(UndoBenchmark.Question question) {
        return new Cell("undo", "zenquery", question.toString());
    }

    @Override
    public String toString() {
        return queueTable() + memoryTable() + patchTable() + wideTable() + undoTable() + targets();
    }

    private String queueTable() {
        String head = "\nµs from JSON text in to readable view out, median; " + QueueBenchmark.ITEMS
                + " items, N pending mutations of two operations each\n\n"
                + line("", "", pending.stream().map(n -> "N=" + count(n)).toList(), "growth", "ours is");
        return List.of(Operation.values()).stream().map(this::rows).collect(Collectors.joining("", head, "\n"));
    }

    private String rows(Operation operation) {
        StringBuilder rows = new StringBuilder();
        for (Subject.Kind subject : Subject.Kind.values()) {
            List<String> cells = pending.stream()
                    .map(n -> number(figures.get(queue(operation, subject, n))))
                    .toList();
            if (isMeasured(cells)) {
                Double growth = figures.ratio(queue(operation, subject, most), queue(operation, subject, least));
                rows.append(line(
                        rows.isEmpty() ? operation.title() : "",
                        subject.toString(),
                        cells,
                        times(growth),
                        subject == Subject.Kind.ZENQUERY
                                ? ""
                                : comparison(advantage(operation, subject), "faster", "slower")));
            }
        }
        return rows.toString();
    }

    private String memoryTable() {
        List<String> parts = List.of(OWN, BEYOND, DOCUMENTS, TOTAL);
        StringBuilder table = new StringBuilder(
                "bytes per pending mutation, N=" + count(most) + "\n\n" + line("", "", parts, "", "ours is"));
        for (Subject.Kind subject : Subject.Kind.values()) {
            List<String> cells = parts.stream()
                    .map(part -> number(figures.get(memory(subject, part))))
                    .toList();
            Double smaller = figures.ratio(memory(subject, TOTAL), memory(Subject.Kind.ZENQUERY, TOTAL));
            String ratio = subject == Subject.Kind.ZENQUERY ? "" : comparison(smaller, "smaller", "larger");
            if (isMeasured(cells)) {
                table.append(line("", subject.toString(), cells, "", ratio));
            }
        }
        return table.append('\n').toString();
    }

    private String patchTable() {
        StringBuilder table = new StringBuilder(
                "µs to apply five operations, parsed before\n\n" + line("", "", List.of("1 KB", "100 KB"), "", ""));
        for (String library : List.of("zenquery", "zjsonpatch")) {
            List<String> cells = List.of("8", "800").stream()
                    .map(items -> number(figures.get(fiveOperations(library, items))))
                    .toList();
            table.append(line("", library, cells, "", ""));
        }
        return table.append('\n').toString();
    }

    private String wideTable() {
        List<String> cells = WIDE_CHANGES.stream()
                .map(change -> number(figures.get(wideObject(change))))
                .toList();
        return "µs to change one member of an object with 10,000\n\n" + line("", "", WIDE_CHANGES, "", "")
                + line("", "zenquery", cells, "", "") + "\n";
    }

    private String undoTable() {
        StringBuilder table = new StringBuilder("µs to say whether a mutation can be undone, after 1,000 deltas\n\n");
        for (UndoBenchmark.Question question : UndoBenchmark.Question.values()) {
            table.append(line("", question.toString(), List.of("  " + number(figures.get(undo(question)))), "", ""));
        }
        return table.append('\n').toString();
    }

    private String targets() {
        return Target.all(figures, pending).stream()
                .map(Target::toString)
                .collect(Collectors.joining("\n", "targets, at N=" + count(most) + "\n\n", "\n"));
    }

    private @Nullable Double advantage(Operation operation, Subject.Kind peer) {
        return figures.ratio(queue(operation, peer, most), queue(operation, Subject.Kind.ZENQUERY, most));
    }

    private static String line(String row, String line, List<String> cells, String growth, String ratio) {
        String middle = cells.stream()
                .map(cell -> String.format(Locale.ROOT, "%11s", cell))
                .collect(Collectors.joining());
        return String.format(Locale.ROOT, "%-34s%-11s%s%9s  %s", row, line, middle, growth, ratio)
                        .stripTrailing()
                + "\n";
    }

    private static boolean isMeasured(List<String> cells) {
        return cells.stream().anyMatch(cell -> !cell.equals(NONE));
    }

    static String count(int n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    static String number(@Nullable Double figure) {
        return figure == null ? NONE : String.format(Locale.ROOT, figure < 100 ? "%.2f" : "%,.0f", figure);
    }

    private static String times(@Nullable Double ratio) {
        return ratio == null ? "" : String.format(Locale.ROOT, ratio < 10 ? "%.1fx" : "%,.0fx", ratio);
    }

    private static String comparison(@Nullable Double ratio, String more, String less) {
        return ratio == null ? "" : ratio >= 1 ? times(ratio) + " " + more : times(1 / ratio) + " " + less;
    }
}
