package io.zenquery.sync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.docs.Metadata.Group;
import io.zenquery.sync.docs.Metadata.Property;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/configuration.md, from the configuration metadata. */
class ConfigurationReferenceTest {
    private static final String INTRODUCTION = """
            Every property, as `application.yml` or `application.properties` take it; names are bound in the relaxed way of Spring Boot. Durations are like `10s`
            or `500ms`, sizes like `1MB`. A value that can't be stops the start-up with an explanation. Development tools know all this too: it is in the jar as configuration
            metadata.
            """;

    @Test
    void page_isWhatTheMetadataSays() throws IOException {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        TreeSet<String> groups =
                Metadata.groups().stream().map(Group::name).collect(Collectors.toCollection(TreeSet::new));
        groups.add("management.health.zenquerysync"); // Spring Boot's, by the indicator's name
        int listed = 0;
        for (String group : groups) {
            List<Property> properties = Metadata.properties().stream()
                    .filter(property -> nearest(groups, property).equals(group))
                    .toList();
            page.append("\n## `")
                    .append(group)
                    .append("`\n\n| property | type | default | meaning |\n|---|---|---|---|\n");
            properties.forEach(property -> page.append(row(property)));
            properties.forEach(property -> page.append(values(property)));
            listed += properties.size();
        }
        assertThat(listed).isEqualTo(Metadata.properties().size()).isPositive();
        Page.check("configuration.md", "Configuration", page.toString());
    }

    private static String nearest(Set<String> groups, Property property) {
        return groups.stream()
                .filter(group -> property.name().startsWith(group + "."))
                .max(Comparator.comparingInt(String::length))
                .orElseThrow(() -> new AssertionError("expected a class for " + property));
    }

    private static String row(Property property) {
        String preset = property.defaultValue() == null ? "" : "`" + property.defaultValue() + "`";
        return "| `" + property.name() + "` | " + type(property) + " | " + preset + " | "
                + Page.cell(Objects.requireNonNull(property.description(), property.name())) + " |\n";
    }

    private static String type(Property property) {
        return Objects.requireNonNull(property.type(), property.name())
                .replaceAll("[a-z]+\\.", "")
                .replaceAll("[A-Za-z]+\\$", "")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace(",", ", ");
    }

    private static String values(Property property) {
        List<Metadata.Value> values = Metadata.values(property.name());
        return values.isEmpty()
                ? ""
                : "\nValues of `" + property.name() + "`:\n\n"
                        + values.stream()
                                .map(value -> "- `" + value.value() + "`: " + value.description() + "\n")
                                .collect(Collectors.joining());
    }
}
