package io.zenquery.sync.e2e;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * A process that writes until somebody ends it: {@code port outbox prefix}. Each title is printed when the call that made it a
 * mutation has returned.
 */
final class KilledWriter {

    private KilledWriter() {}

    public static void main(String[] arguments) throws InterruptedException {
        BoardClient client = new BoardClient(
                Integer.parseInt(arguments[0]), "zenquery.sync.outbox.path=" + arguments[1], "logging.level.root=off");
        while (client.sync.view("tasks").isMissingNode()) {
            client.listeners.heard.poll(1, TimeUnit.SECONDS);
        }
        for (int number = 0; ; number++) {
            String title = arguments[2] + "-" + number;
            Map<String, String> task = Map.of("title", title);
            if (number % 2 == 0) {
                client.sync.mutate(
                        "task.add", task, draft -> draft.atom("tasks").add("/items/-", task));
            } else {
                client.sync.mutate(draft -> draft.atom("tasks").add("/items/0", task));
            }
            System.out.println("W " + title);
        }
    }

    static boolean isLine(String line) {
        return line.startsWith("W ");
    }

    static String title(String line) {
        return line.substring(2);
    }

    static String title(JsonNode item) {
        return item.path("title").stringValue();
    }
}
