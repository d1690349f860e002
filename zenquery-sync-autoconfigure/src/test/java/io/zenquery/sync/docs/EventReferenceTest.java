package io.zenquery.sync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.spring.event.SyncEvent;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** docs/events.md, from the event types and their Javadoc. */
class EventReferenceTest {
    private static final String INTRODUCTION = """
            What happens to a client is published as application events, plain objects for `@EventListener` methods. They come in the order in which things
            happened, on one thread of their own; a listener may take its time, and delays only later events. One that throws stops no other. A listener for
            `SyncEvent` hears of everything, one for `MutationEvent` of each mutation's end. All types are in `io.zenquery.sync.spring.event`.
            """;

    @Test
    void page_isWhatTheTypesSay() throws IOException {
        List<Class<?>> events = records(SyncEvent.class);
        events.sort(Comparator.comparing(Class::getSimpleName));
        assertThat(events).hasSizeGreaterThan(10);
        StringBuilder page = new StringBuilder(INTRODUCTION);
        for (Class<?> event : events) {
            JavadocSource source = new JavadocSource(event);
            assertThat(source.description()).as(event.getSimpleName()).isNotBlank();
            page.append("\n## ").append(event.getSimpleName()).append("\n\n").append(source.description());
            page.append("\n\n| component | type | meaning |\n|---|---|---|\n");
            Map<String, String> inherited = inherited(event);
            for (RecordComponent component : event.getRecordComponents()) {
                String meaning = source.params().getOrDefault(component.getName(), inherited.get(component.getName()));
                assertThat(meaning)
                        .as("@param %s of %s", component.getName(), event.getSimpleName())
                        .isNotBlank();
                page.append("| `" + component.getName() + "` | `" + Page.type(component) + "` | " + Page.cell(meaning)
                        + " |\n");
            }
        }
        Page.check("events.md", "Events", page.toString());
    }

    @Test
    void readme_hasARowForEveryEvent() {
        String readme = Documents.read("README.md");
        assertThat(records(SyncEvent.class))
                .extracting(Class::getSimpleName)
                .allSatisfy(event -> assertThat(readme).contains("`" + event + "`"));
    }

    private static List<Class<?>> records(Class<?> sealed) {
        List<Class<?>> all = new ArrayList<>();
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            if (permitted.isRecord()) {
                all.add(permitted);
            } else {
                all.addAll(records(permitted));
            }
        }
        return all;
    }

    /** What the interfaces of an event say of its components. */
    private static Map<String, String> inherited(Class<?> type) {
        Map<String, String> meanings = new LinkedHashMap<>();
        for (Class<?> each : type.getInterfaces()) {
            meanings.putAll(inherited(each));
            meanings.putAll(new JavadocSource(each).methods());
        }
        return meanings;
    }
}
