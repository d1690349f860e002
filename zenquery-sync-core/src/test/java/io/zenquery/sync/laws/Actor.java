package io.zenquery.sync.laws;

import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.Patch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** Lets {@link Deed}s happen to a {@link Story}: each intent becomes a patch on what is there. */
final class Actor {
    final Story story;
    private final JsonNode start;
    private final List<Event> events = new ArrayList<>();

    Actor(JsonNode start) {
        this.start = start;
        this.story = Story.on(start);
    }

    /** The intents that fit, one after the other. */
    static List<Intent> fitting(List<Intent> intents, JsonNode document) {
        List<Intent> fitting = new ArrayList<>();
        JsonNode now = document;
        for (Intent intent : intents) {
            Patch operation = Intent.on(now, intent);
            if (operation != null) {
                fitting.add(intent);
                now = JsonPatch.apply(now, List.of(operation));
            }
        }
        return fitting;
    }

    static List<Patch> patch(List<Intent> intents, JsonNode document) {
        List<Patch> patch = new ArrayList<>();
        JsonNode now = document;
        for (Intent intent : fitting(intents, document)) {
            Patch operation = Objects.requireNonNull(Intent.on(now, intent));
            patch.add(operation);
            now = JsonPatch.apply(now, List.of(operation));
        }
        return patch;
    }

    JsonNode server() {
        return story.ledger.document;
    }

    void write(long seq, List<Intent> intents) {
        run(new Event.Register(seq, patch(intents, story.view()), null));
    }

    void server(List<Intent> intents) {
        long number = story.ledger.serverSeq;
        run(new Event.Delta(number + 1, number, null, patch(intents, server()), null));
    }

    /** @param effect as the server sees it */
    void own(long seq, List<Patch> effect) {
        long number = story.ledger.serverSeq;
        run(new Event.Delta(number + 1, number, seq, effect, null));
    }

    void snapshot(JsonNode document) {
        run(new Event.Snapshot(story.ledger.serverSeq + 1, document));
    }

    void reject(long seq) {
        run(new Event.Reject(seq));
    }

    boolean isPending(long seq) {
        return story.ledger.pending.containsKey(seq);
    }

    private void run(Event event) {
        events.add(event);
        story.run(event);
    }

    /** What happened, as the lines of a test that expects {@code view} at its end. */
    List<String> lines(JsonNode view) {
        List<String> lines = new ArrayList<>();
        lines.add("Story story = Story.on(" + Snippet.quoted(Snippet.text(start)) + ")");
        events.forEach(event -> lines.add("        " + event.java()));
        lines.set(lines.size() - 1, lines.get(lines.size() - 1) + ";");
        lines.add("");
        lines.add("assertThat(story.view()).isEqualTo(json(" + Snippet.quoted(Snippet.text(view)) + "));");
        return lines;
    }

    static String name(long seed, String law) {
        return "found_seed" + seed + "_" + law.toLowerCase(Locale.ROOT).replace(' ', '_');
    }
}
