package io.zenquery.sync.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.observation.docs.ObservationDocumentation;
import io.zenquery.sync.actuate.SyncDescriptor;
import io.zenquery.sync.actuate.ZenQuerySyncEndpoint;
import io.zenquery.sync.actuate.server.DefaultSyncHandlerObservationConvention;
import io.zenquery.sync.actuate.server.SyncHandlerObservationDocumentation;
import io.zenquery.sync.docs.JavadocSource;
import io.zenquery.sync.docs.Page;
import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.spring.DefaultSyncMutationObservationConvention;
import io.zenquery.sync.spring.SyncMutationObservationDocumentation;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebOperationRequestPredicate;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpointDiscoverer;

/**
 * docs/actuator.md: the endpoint as Spring Boot maps it, its answers and the health from their Javadoc, meters as a server and a client
 * have registered them, observations from their documentation.
 */
class ActuatorReferenceTest {
    private static final String HEALTH = "io.zenquery.sync.actuate.client.SyncHealthDetails";
    private static final Pattern NAME = Pattern.compile("(?:PREFIX \\+ |\\bcounter\\(|\\bcount\\()\\s*\"([a-z.]+)\"");
    private static final String INTRODUCTION = """
            What Spring Boot's Actuator and Micrometer show of a client and a server. When it is there, what it is good for and what deserves an alert:
            [observability](observability.md). In JSON, a `Duration` and an `Instant` are texts by ISO 8601, such as `PT3S`, and what is null is left out.
            """;

    private BoardServer server;
    private BoardClient client;

    @BeforeEach
    void start() throws InterruptedException {
        server = new BoardServer(0, "management.endpoints.web.exposure.include=zenquerysync");
        client = BoardClient.live(server.port());
        ObservedTest.doSomething(server, client);
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void page_isWhatTheCodeSays() throws IOException, ClassNotFoundException {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        page.append("\n## Health\n\nThe contributor `zenquerySync` of a client, for each channel:\n");
        page.append(components(Class.forName(HEALTH)));
        page.append("\n`state` is one of\n\n").append(states());
        page.append(
                        "\n## Endpoint\n\nThe id is `zenquerysync`.\n\n| request | answer | what it does |\n|---|---|---|\n")
                .append(operations());
        answers().forEach(type -> page.append(answer(type)));
        page.append("\n## Meters\n\n| meter | type | unit | tags | meaning |\n|---|---|---|---|---|\n")
                .append(meters());
        page.append("\n## Observations\n");
        page.append(observation(
                SyncMutationObservationDocumentation.MUTATION,
                new DefaultSyncMutationObservationConvention().getName()));
        page.append(observation(
                SyncHandlerObservationDocumentation.HANDLING, new DefaultSyncHandlerObservationConvention().getName()));
        Page.check("actuator.md", "Actuator", page.toString());
    }

    // -------------------------------------------------------------------------------------------- health and endpoint

    private static String states() {
        Map<String, String> meanings = new JavadocSource(SessionState.class).constants();
        return Arrays.stream(SessionState.values())
                .map(state -> "- `" + state + "`: " + said(meanings.get(state.name()), state) + "\n")
                .collect(Collectors.joining());
    }

    /** The operations by what the methods say, and nothing that Spring Boot maps is left out. */
    private String operations() {
        Map<String, String> meanings = new JavadocSource(ZenQuerySyncEndpoint.class).methods();
        Map<String, String> rows = new TreeMap<>(
                Comparator.comparing(ActuatorReferenceTest::order).thenComparing(Comparator.naturalOrder()));
        for (Method method : ZenQuerySyncEndpoint.class.getDeclaredMethods()) {
            String http = httpMethod(method);
            if (http != null) {
                String path = Arrays.stream(method.getParameters())
                        .filter(parameter -> parameter.isAnnotationPresent(Selector.class))
                        .map(parameter -> "/{" + parameter.getName() + "}")
                        .collect(Collectors.joining());
                rows.put(
                        http + " zenquerysync" + path,
                        answer(method) + " | " + Page.cell(said(meanings.get(method.getName()), method)));
            }
        }
        assertThat(rows.keySet())
                .containsExactlyInAnyOrderElementsOf(server.bean(WebEndpointDiscoverer.class).getEndpoints().stream()
                        .filter(endpoint -> endpoint.getEndpointId().toString().equals("zenquerysync"))
                        .flatMap(endpoint -> endpoint.getOperations().stream())
                        .map(operation -> request(operation.getRequestPredicate()))
                        .toList());
        return rows.entrySet().stream()
                .map(row -> "| `" + row.getKey().replace(" ", " /actuator/") + "` | " + row.getValue() + " |\n")
                .collect(Collectors.joining());
    }

    private static String order(String request) {
        return request.chars().filter(each -> each == '/').count() + (request.startsWith("DELETE") ? "b" : "a");
    }

    private static String answer(Method method) {
        return method.getReturnType() == void.class
                ? ""
                : "`" + method.getReturnType().getSimpleName() + "`";
    }

    private static String httpMethod(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> switch (annotation.annotationType().getSimpleName()) {
                    case "ReadOperation" -> "GET";
                    case "WriteOperation" -> "POST";
                    case "DeleteOperation" -> "DELETE";
                    default -> null;
                })
                .filter(http -> http != null)
                .findFirst()
                .orElse(null);
    }

    private static String request(WebOperationRequestPredicate predicate) {
        return predicate.getHttpMethod() + " " + predicate.getPath();
    }

    /** The records of the answers: each after the one that has it as a field. */
    private static Set<Class<?>> answers() {
        Set<Class<?>> all = new LinkedHashSet<>(Set.of(SyncDescriptor.class));
        List<Class<?>> nested = List.of(SyncDescriptor.class.getDeclaredClasses());
        for (int before = 0; before < all.size(); ) {
            before = all.size();
            String used = all.stream()
                    .flatMap(type -> Arrays.stream(type.getRecordComponents()))
                    .map(Page::type)
                    .collect(Collectors.joining(" "));
            nested.stream()
                    .sorted(Comparator.comparingInt(type -> used.indexOf(type.getSimpleName())))
                    .filter(type -> used.contains(type.getSimpleName()))
                    .forEach(all::add);
        }
        all.addAll(nested);
        return all;
    }

    private static String answer(Class<?> type) {
        return "\n### " + type.getSimpleName() + "\n\n" + new JavadocSource(type).description() + "\n"
                + components(type);
    }

    private static String components(Class<?> type) {
        Map<String, String> meanings = new JavadocSource(type).params();
        return "\n| field | type | meaning |\n|---|---|---|\n"
                + Arrays.stream(type.getRecordComponents())
                        .map(component -> "| `" + component.getName() + "` | `" + type(component) + "` | "
                                + Page.cell(said(meanings.get(component.getName()), component)) + " |\n")
                        .collect(Collectors.joining());
    }

    private static String type(RecordComponent component) {
        return Page.type(component).replace("SyncDescriptor.", "");
    }

    // ------------------------------------------------------------------------------------- meters and observations

    private String meters() throws IOException {
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
        for (MeterRegistry registry :
                List.of(client.context.getBean(MeterRegistry.class), server.bean(MeterRegistry.class))) {
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

    private <T extends Enum<T> & ObservationDocumentation> String observation(T documented, String name) {
        String meaning =
                new JavadocSource(documented.getDeclaringClass()).constants().get(documented.name());
        List<String> rows = new ArrayList<>();
        rows.addAll(keys(documented.getLowCardinalityKeyNames(), "low"));
        rows.addAll(keys(documented.getHighCardinalityKeyNames(), "high"));
        assertThat(timed(name))
                .containsAll(Stream.of(documented.getLowCardinalityKeyNames())
                        .map(KeyName::asString)
                        .toList());
        return "\n### `" + name + "`\n\n" + said(meaning, documented)
                + "\n\n| key | cardinality | meaning |\n|---|---|---|\n" + String.join("", rows);
    }

    /** The tags of the timer that comes of an observation. */
    private Set<String> timed(String observation) {
        return Stream.of(client.context.getBean(MeterRegistry.class), server.bean(MeterRegistry.class))
                .flatMap(registry -> registry.find(observation).timers().stream())
                .flatMap(timer -> timer.getId().getTags().stream())
                .map(Tag::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> keys(KeyName[] keys, String cardinality) {
        return Arrays.stream(keys)
                .map(key -> {
                    Enum<?> constant = (Enum<?>) key;
                    String meaning = new JavadocSource(constant.getDeclaringClass())
                            .constants()
                            .get(constant.name());
                    return "| `" + key.asString() + "` | " + cardinality + " | " + Page.cell(said(meaning, key))
                            + " |\n";
                })
                .toList();
    }

    private static String said(String meaning, Object what) {
        assertThat(meaning).as("what is said of %s", what).isNotBlank();
        return meaning;
    }
}
