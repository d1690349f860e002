package io.zenquery.sync.e2e;

import static io.zenquery.sync.e2e.ActuatorReferenceTest.said;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;
import io.zenquery.sync.actuate.server.DefaultSyncHandlerObservationConvention;
import io.zenquery.sync.actuate.server.SyncHandlerObservationDocumentation;
import io.zenquery.sync.docs.JavadocSource;
import io.zenquery.sync.docs.Page;
import io.zenquery.sync.spring.DefaultSyncDeltaObservationConvention;
import io.zenquery.sync.spring.DefaultSyncMutationObservationConvention;
import io.zenquery.sync.spring.DefaultSyncOutcomeObservationConvention;
import io.zenquery.sync.spring.SyncClientObservationDocumentation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The meters and observations of docs/actuator.md, as a client and a server that have done something have registered them. */
final class MeterSections {
    private static final Pattern NAME = Pattern.compile("(?:PREFIX \\+ |\\bcounter\\(|\\bcount\\()\\s*\"([a-z.]+)\"");

    private final List<MeterRegistry> registries;

    MeterSections(MeterRegistry... registries) {
        this.registries = List.of(registries);
    }

    String meters() throws IOException {
        Set<String> expected = namesInTheCode();
        // Some are registered when something happens first, after it has been told.
        await().untilAsserted(() -> assertThat(registered().keySet().stream()
                        .map(name -> name.replaceFirst("^zenquery\\.sync\\.(client|server)\\.", "")))
                .as("the meters that the code has")
                .containsAll(expected));
        return String.join("", registered().values());
    }

    private Map<String, String> registered() {
        Map<String, String> rows = new TreeMap<>();
        for (MeterRegistry registry : registries) {
            for (Meter meter : registry.getMeters()) {
                Meter.Id id = meter.getId();
                if (id.getName().matches("zenquery\\.sync\\.(client|server)\\..*")) {
                    String row = row(id);
                    String other = rows.put(id.getName(), row);
                    assertThat(other == null ? row : other)
                            .as("rows of one name")
                            .isEqualTo(row);
                }
            }
        }
        return rows;
    }

    /** The names of meters that the code has, also of those that are registered when something happens first. */
    private static Set<String> namesInTheCode() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java/io/zenquery/sync/actuate"))) {
            Set<String> names = new TreeSet<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                NAME.matcher(Files.readString(file)).results().forEach(found -> names.add(found.group(1)));
            }
            assertThat(names).hasSizeGreaterThan(15);
            return names;
        }
    }

    private static String row(Meter.Id id) {
        String type = id.getType().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String tags = id.getTags().stream()
                .map(Tag::getKey)
                .map(key -> "`" + key + "`")
                .collect(Collectors.joining(", "));
        String unit = id.getBaseUnit() == null ? "" : id.getBaseUnit();
        String meaning = Page.cell(said(id.getDescription(), id)) + ".";
        return "| `" + id.getName() + "` | " + type + " | " + unit + " | " + tags + " | " + meaning + " |\n";
    }

    /** The observations in the order of what happens; no other is made. */
    String observations() {
        Map<String, String> sections = new LinkedHashMap<>();
        add(sections, new DefaultSyncMutationObservationConvention(), SyncClientObservationDocumentation.MUTATION);
        add(sections, new DefaultSyncHandlerObservationConvention(), SyncHandlerObservationDocumentation.HANDLING);
        add(sections, new DefaultSyncDeltaObservationConvention(), SyncClientObservationDocumentation.DELTA);
        add(sections, new DefaultSyncOutcomeObservationConvention(), SyncClientObservationDocumentation.OUTCOME);
        // An observation ends when all has been told.
        await().untilAsserted(
                        () -> assertThat(timers().map(timer -> timer.getId().getName()))
                                .containsOnly(sections.keySet().toArray(String[]::new)));
        return String.join("", sections.values());
    }

    private <T extends Enum<T> & ObservationDocumentation> void add(
            Map<String, String> sections, ObservationConvention<?> convention, T documented) {
        String name = String.valueOf(convention.getName());
        String meaning =
                new JavadocSource(documented.getDeclaringClass()).constants().get(documented.name());
        String keys = keys(documented.getLowCardinalityKeyNames(), "low")
                + keys(documented.getHighCardinalityKeyNames(), "high");
        await().untilAsserted(() -> assertThat(
                        timers().filter(timer -> timer.getId().getName().equals(name))
                                .flatMap(timer -> timer.getId().getTags().stream())
                                .map(Tag::getKey))
                .as("tags of %s", name)
                .contains(Stream.of(documented.getLowCardinalityKeyNames())
                        .map(KeyName::asString)
                        .toArray(String[]::new)));
        sections.put(
                name,
                "\n### `" + name + "`\n\n" + said(meaning, documented)
                        + "\n\n| key | cardinality | meaning |\n|---|---|---|\n" + keys);
    }

    /** The timers that come of observations. */
    private Stream<Timer> timers() {
        return registries.stream()
                .flatMap(registry -> registry.getMeters().stream())
                .filter(meter -> meter.getId().getName().matches("zenquery\\.sync\\.[a-z]+"))
                .map(Timer.class::cast);
    }

    private static String keys(KeyName[] keys, String cardinality) {
        return Arrays.stream(keys)
                .map(key -> {
                    Enum<?> constant = (Enum<?>) key;
                    String meaning = new JavadocSource(constant.getDeclaringClass())
                            .constants()
                            .get(constant.name());
                    return "| `" + key.asString() + "` | " + cardinality + " | " + Page.cell(said(meaning, key))
                            + " |\n";
                })
                .collect(Collectors.joining());
    }
}
