package io.zenquery.sync.laws;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** An event in terms of intents, which mean the same on documents whose indices differ. */
sealed interface Deed {

    record Write(long seq, List<Intent> intents) implements Deed {}

    record Server(List<Intent> intents) implements Deed {}

    /** The server accepts the head of the queue, as predicted. */
    record Accept(long seq) implements Deed {}

    /** The server accepts the head of the queue, if that only inserts, with other values. */
    record AcceptInserts(long seq, List<JsonNode> values) implements Deed {}

    record Reject(long seq) implements Deed {}

    /** In every way with one deed or one intent less. */
    static List<List<Deed>> smaller(List<Deed> deeds) {
        List<List<Deed>> smaller = new ArrayList<>(Shrinker.withoutOne(deeds));
        for (int i = 0; i < deeds.size(); i++) {
            Deed deed = deeds.get(i);
            List<Intent> intents = deed instanceof Write write
                    ? write.intents()
                    : deed instanceof Server server ? server.intents() : List.of();
            if (intents.size() > 1) {
                for (List<Intent> fewer : Shrinker.withoutOne(intents)) {
                    List<Deed> changed = new ArrayList<>(deeds);
                    changed.set(i, deed instanceof Write write ? new Write(write.seq(), fewer) : new Server(fewer));
                    smaller.add(changed);
                }
            }
        }
        return smaller;
    }
}
