package io.zenquery.sync.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.actuate.SyncDescriptor;
import io.zenquery.sync.actuate.client.ClientChannel;
import io.zenquery.sync.actuate.client.SyncHealthIndicator;
import io.zenquery.sync.spring.SyncTemplate;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import tools.jackson.databind.json.JsonMapper;

/** What docs/observability.md says of health, endpoint and properties; its meters are looked at by {@code ObservedTest}. */
class ObservabilityDocumentTest {
    private static final String METADATA = "/META-INF/spring-configuration-metadata.json";
    private static final Pattern PROPERTY =
            Pattern.compile("zenquery\\.sync\\.(?:health|endpoint|server\\.metrics)\\.[a-z-]+");

    private static String document() throws IOException {
        return Files.readString(Path.of("../docs/observability.md"));
    }

    private static String section(String title) throws IOException {
        String from = document().split("(?m)^## " + title + "$", 2)[1];
        return from.split("(?m)^## ", 2)[0];
    }

    private static Set<String> matches(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(match.groupCount()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void health_details_areThoseOfTheTable() throws IOException {
        Set<String> rows = matches("(?m)^\\| `([a-zA-Z]+)` \\|", section("Health"));
        SettableClock clock = new SettableClock();
        ClientContexts.client()
                .withBean("zenQuerySyncClock", InstantSource.class, () -> clock)
                .withConfiguration(AutoConfigurations.of(ZenQuerySyncClientChannelAutoConfiguration.class))
                .run(context -> {
                    context.getBean(SyncTemplate.class)
                            .mutate(draft -> draft.atom("a").add("", 1));
                    clock.advance(Duration.ofHours(1));

                    assertThat(new SyncHealthIndicator(
                                            context.getBean(ClientChannel.class), null, Duration.ofMinutes(1))
                                    .health()
                                    .getDetails())
                            .containsOnlyKeys(rows);
                });
    }

    @Test
    void endpoint_fields_areAllNamed_andNoOthersAre() throws IOException {
        Set<String> fields = Stream.concat(
                        Stream.of(SyncDescriptor.class), Arrays.stream(SyncDescriptor.class.getDeclaredClasses()))
                .flatMap(type -> Arrays.stream(type.getRecordComponents()))
                .map(RecordComponent::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        String section = section("Endpoint");

        assertThat(matches("`([a-zA-Z]+)`", section)).containsAll(fields);
        assertThat(matches("(?m)^\\| `([a-zA-Z]+)`", section)).isNotEmpty().isSubsetOf(fields);
    }

    @Test
    void properties_areThoseThatThereAre() throws IOException {
        Set<String> known = new TreeSet<>();
        try (InputStream metadata = SyncDescriptor.class.getResourceAsStream(METADATA)) {
            JsonMapper.shared()
                    .readTree(metadata)
                    .get("properties")
                    .forEach(property -> known.add(property.get("name").stringValue()));
        }
        known.removeIf(name -> !PROPERTY.matcher(name).matches());

        assertThat(matches("(" + PROPERTY.pattern() + ")", document())).isEqualTo(known);
    }
}
