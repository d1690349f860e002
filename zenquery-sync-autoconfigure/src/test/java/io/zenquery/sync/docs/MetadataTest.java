package io.zenquery.sync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.docs.Metadata.Property;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.util.ClassUtils;

/** What tools say about the properties is complete, and true. */
class MetadataTest {
    /** Those that are nothing, or computed, unless they are set. A new one is put here on purpose. */
    /** Bound by Spring Boot itself, from the name of the endpoint or the health indicator. */
    private static final String OF_BOOT = "management.";

    private static final Set<String> WITHOUT_DEFAULT = Set.of(
            "zenquery.sync.url",
            "zenquery.sync.channel",
            "zenquery.sync.client-id",
            "zenquery.sync.outbox.path",
            "zenquery.sync.health.max-offline",
            "zenquery.sync.health.max-pending-age",
            "zenquery.sync.oauth2.registration-id",
            "zenquery.sync.ssl.bundle",
            "zenquery.sync.server.max-delta-size",
            "zenquery.sync.server.receive-buffer-size",
            "zenquery.sync.server.send-buffer-size",
            "zenquery.sync.server.jdbc.platform");

    static List<Property> properties() {
        return Metadata.properties();
    }

    @ParameterizedTest
    @MethodSource("properties")
    void property_hasDescriptionAndType(Property property) {
        assertThat(property.description()).as(property.name()).isNotBlank().matches("(?s)\\p{Upper}.*\\.|.*\\p{Alnum}");
        assertThat(property.type()).as(property.name()).isNotBlank();
    }

    @Test
    void default_isSaidWhereThereIsOne() {
        Set<String> without = properties().stream()
                .filter(property -> property.defaultValue() == null)
                .filter(property -> !isContainer(property.type()))
                .map(Property::name)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(without).isEqualTo(new TreeSet<>(WITHOUT_DEFAULT));
    }

    /** Setting a property to its default makes no difference. */
    @Test
    void default_isTheOneThatIsBound() throws ClassNotFoundException {
        int compared = 0;
        for (Metadata.Group group : Metadata.groups()) {
            if (group.name().startsWith(OF_BOOT)) {
                continue;
            }
            Class<?> type = ClassUtils.forName(group.type(), null);
            List<Property> withDefault = properties().stream()
                    .filter(property -> property.name().startsWith(group.name() + ".")
                            && property.defaultValue() != null
                            && group.type().equals(outermost(property.source())))
                    .toList();
            compared += withDefault.size();
            for (Property property : withDefault) {
                assertThat(bind(group.name(), type, Map.of(property.name(), property.defaultValue())))
                        .as("%s=%s", property.name(), property.defaultValue())
                        .usingRecursiveComparison()
                        .isEqualTo(bind(group.name(), type, Map.of()));
            }
        }
        assertThat(compared)
                .isEqualTo(properties().stream()
                        .filter(property -> property.defaultValue() != null
                                && !property.name().startsWith(OF_BOOT))
                        .count());
    }

    private static Object bind(String prefix, Class<?> type, Map<String, String> values) {
        Binder binder = new Binder(
                List.of(new MapConfigurationPropertySource(values)),
                null,
                ApplicationConversionService.getSharedInstance());
        return binder.bindOrCreate(prefix, Bindable.of(type));
    }

    @Test
    void hints_areForPropertiesThatExist() {
        Set<String> names = properties().stream()
                .flatMap(property -> Stream.of(property.name(), property.name() + ".values", property.name() + ".keys"))
                .collect(Collectors.toSet());
        assertThat(Metadata.hints()).isNotEmpty().isSubsetOf(names).doesNotHaveDuplicates();
    }

    @Test
    void strategiesAndSchemaModes_areOffered_eachWithADescription() {
        List<String> strategies = List.of("rebase", "server-wins", "client-wins", "last-write-wins", "fail");
        assertOffered("zenquery.sync.conflict.strategy", strategies);
        assertOffered("zenquery.sync.conflict.atoms.values", strategies);
        assertOffered("zenquery.sync.server.jdbc.initialize-schema", List.of("embedded", "always", "never"));
    }

    private static void assertOffered(String name, List<String> values) {
        assertThat(Metadata.values(name)).extracting(Metadata.Value::value).containsExactlyElementsOf(values);
        assertThat(Metadata.values(name))
                .allSatisfy(value -> assertThat(value.description()).isNotBlank());
    }

    private static boolean isContainer(@Nullable String type) {
        return type != null && (type.startsWith("java.util.List") || type.startsWith("java.util.Map"));
    }

    private static @Nullable String outermost(@Nullable String type) {
        return type == null || type.indexOf('$') < 0 ? type : type.substring(0, type.indexOf('$'));
    }
}
