package io.zenquery.sync.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One figure to be measured, with its place in the report.
 *
 * @param name what {@code --only} matches and the progress shows
 * @param benchmark the class for JMH
 * @param method the method for JMH
 * @param parameters their values
 */
record Case(Figures.Cell cell, String name, Class<?> benchmark, String method, Map<String, String> parameters) {

    /** What the settings ask for, the cases of one operation together. */
    static List<Case> chosen(Settings settings) {
        return all(settings).stream()
                .filter(each -> settings.only().matcher(each.name()).find())
                .toList();
    }

    private static List<Case> all(Settings settings) {
        List<Case> cases = new ArrayList<>();
        for (Operation operation : Operation.values()) {
            for (Subject.Kind subject : Subject.Kind.values()) {
                if (operation.runsOn(subject) && subject.isAvailable()) {
                    boolean peer = subject != Subject.Kind.ZENQUERY;
                    List<Integer> pending = peer ? settings.pendingForPeers() : settings.pending();
                    pending.forEach(n -> cases.add(queue(operation, subject, n)));
                }
            }
        }
        for (String items : List.of("8", "800")) {
            for (String library : List.of("zenquery", "zjsonpatch")) {
                Figures.Cell cell = Report.fiveOperations(library, items);
                cases.add(new Case(
                        cell, "patch/" + library + "/" + items, PatchBenchmark.class, library, Map.of("items", items)));
            }
        }
        for (String change : Report.WIDE_CHANGES) {
            cases.add(new Case(
                    Report.wideObject(change), "wide-object/" + change, WideObjectBenchmark.class, change, Map.of()));
        }
        for (UndoBenchmark.Question question : UndoBenchmark.Question.values()) {
            cases.add(new Case(
                    Report.undo(question),
                    "undo/" + question,
                    UndoBenchmark.class,
                    "canUndo",
                    Map.of("question", question.name())));
        }
        return cases;
    }

    private static Case queue(Operation operation, Subject.Kind subject, int pending) {
        String name = operation.name().toLowerCase(Locale.ROOT).replace('_', '-') + "/" + subject + "/" + pending;
        return new Case(
                Report.queue(operation, subject, pending),
                name,
                QueueBenchmark.class,
                "operation",
                Map.of("operation", operation.name(), "subject", subject.name(), "pending", Integer.toString(pending)));
    }
}
