package io.zenquery.sync.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.zenquery.sync.actuate.SyncDescriptor;
import io.zenquery.sync.actuate.ZenQuerySyncEndpoint;
import io.zenquery.sync.docs.JavadocSource;
import io.zenquery.sync.docs.Page;
import io.zenquery.sync.session.SessionState;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
        MeterSections observed =
                new MeterSections(client.context.getBean(MeterRegistry.class), server.bean(MeterRegistry.class));
        StringBuilder page = new StringBuilder(INTRODUCTION);
        page.append(
                "\n## Health\n\nThe contributor `zenquerySync` of a client has one for each channel that is open at the moment, by its name (on a named connection\n`<connection>.<channel>`), with these details:\n");
        page.append(components(Class.forName(HEALTH)));
        page.append("\n`state` is one of\n\n").append(states());
        page.append(
                        "\n## Endpoint\n\nThe id is `zenquerysync`.\n\n| request | answer | what it does |\n|---|---|---|\n")
                .append(operations());
        answers().forEach(type -> page.append(answer(type)));
        page.append("\n## Meters\n\n| meter | type | unit | tags | meaning |\n|---|---|---|---|---|\n")
                .append(observed.meters());
        page.append("\n## Observations\n").append(observed.observations());
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

    static String said(String meaning, Object what) {
        assertThat(meaning).as("what is said of %s", what).isNotBlank();
        return meaning;
    }
}
