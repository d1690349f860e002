package io.zenquery.sync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What README.md and the pages name is there: links and their anchors, properties and meters, tests, scripts. */
class DocumentNamesTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");
    private static final Pattern PROPERTY =
            Pattern.compile("(?<![.\\w])(?:zenquery\\.sync|management|spring)\\.[a-z0-9.-]*[a-z0-9]");
    private static final Pattern TEST =
            Pattern.compile("(?<![@*\\w])([A-Z]\\w+(?:Test|Contract))(?:\\.(\\w+))?(?!\\w)");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z.-]+)` \\| (`[^`|]+`|) ?\\|");
    private static final Pattern TYPE = Pattern.compile("(?<![\\w*-])[A-Z][a-z]+(?:[A-Z][a-z0-9]+)+(?!\\w)");
    private static final Pattern MEMBER = Pattern.compile("(?<![\\w.])([A-Z]\\w+)\\.([a-z]\\w+)");
    private static final Set<String> WORDS = words();
    private static final Pattern COMMAND = Pattern.compile("(?:\\./|mvn |java -).*");
    /** Read by Spring itself, before there is an environment. */
    private static final Set<String> OF_THE_FRAMEWORK = Set.of("spring.aot.enabled");

    /** Types that pages speak of and no code here needs. */
    private static final Set<String> OF_OTHERS =
            Set.of("InternalError", "RegisterReflectionForBinding", "TransportImpl");

    static List<String> pages() {
        return Documents.pages();
    }

    private static Set<String> words() {
        return Documents.sources(path -> path.endsWith(".java")).stream()
                .flatMap(file -> Arrays.stream(Documents.read(file).split("\\W+")))
                .collect(Collectors.toSet());
    }

    @Test
    void everyPage_isInTheIndex() {
        String index = Documents.read("docs/README.md");
        assertThat(pages())
                .hasSizeGreaterThan(20)
                .filteredOn(page -> !page.endsWith("README.md"))
                .allSatisfy(page -> assertThat(index).contains("](" + page.substring("docs/".length()) + ")"));
    }

    @Test
    void everyImage_isOnAPage() throws IOException {
        String all = pages().stream().map(Documents::read).collect(Collectors.joining());
        try (Stream<Path> images = Files.list(Documents.root().resolve("docs/images"))) {
            assertThat(images.map(image -> image.getFileName().toString()))
                    .isNotEmpty()
                    .allSatisfy(image -> assertThat(all).contains("images/" + image + ")"));
        }
    }

    @Test
    void everyModule_isInTheReadme() {
        String readme = Documents.read("README.md");
        assertThat(Project.MODULES)
                .hasSizeGreaterThan(10)
                .allSatisfy(module -> assertThat(readme).contains("`" + module + "`"));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void links_leadSomewhere(String page) {
        Path directory = Documents.root().resolve(page).getParent();
        LINK.matcher(Documents.prose(page))
                .results()
                .map(found -> found.group(1))
                .filter(link -> !link.matches("[a-z]+:.*"))
                .forEach(link -> {
                    String[] fileAndAnchor = link.split("#", 2);
                    Path file = fileAndAnchor[0].isEmpty()
                            ? Documents.root().resolve(page)
                            : directory.resolve(fileAndAnchor[0]).normalize();
                    assertThat(Files.exists(file))
                            .as("%s links to %s", page, link)
                            .isTrue();
                    if (fileAndAnchor.length == 2) {
                        assertThat(anchors(file))
                                .as("%s links to %s", page, link)
                                .contains(fileAndAnchor[1]);
                    }
                });
    }

    /** The anchors of the headings, as GitHub makes them. */
    private static Set<String> anchors(Path file) {
        Set<String> anchors = new HashSet<>();
        String prose = Documents.prose(Documents.root().relativize(file).toString());
        HEADING.matcher(prose).results().forEach(found -> {
            String anchor = found.group(1)
                    .strip()
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                    .replaceAll("[^\\w\\- ]", "")
                    .replace(' ', '-');
            for (int again = 0; !anchors.add(again == 0 ? anchor : anchor + "-" + again); again++) {}
        });
        return anchors;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void properties_areThoseThatThereAre(String page) {
        String meters = Documents.read("docs/actuator.md");
        Documents.inlineCode(page).stream()
                .flatMap(code -> PROPERTY.matcher(code).results())
                .map(found -> found.group())
                .filter(name -> !OF_THE_FRAMEWORK.contains(name))
                .forEach(name -> assertThat(ConfigurationSample.isKnown(name) || meters.contains("`" + name + "`"))
                        .as("%s names %s", page, name)
                        .isTrue());
    }

    /** A row of a table with a property and its default. */
    @ParameterizedTest
    @MethodSource("pages")
    void defaults_areThoseOfTheMetadata(String page) {
        Map<String, String> defaults = new HashMap<>();
        Metadata.properties().forEach(property -> defaults.put(property.name(), property.defaultValue()));
        ROW.matcher(Documents.prose(page))
                .results()
                .filter(row -> defaults.containsKey(row.group(1)))
                .forEach(row -> assertThat(row.group(2))
                        .as("%s: default of %s", page, row.group(1))
                        .isEqualTo(defaults.get(row.group(1)) == null ? "" : "`" + defaults.get(row.group(1)) + "`"));
    }

    /** Types, ours and others', that the code knows too. */
    @ParameterizedTest
    @MethodSource("pages")
    void types_areThoseOfTheCode(String page) {
        assertThat(Documents.inlineCode(page).stream()
                        .flatMap(code -> TYPE.matcher(code).results())
                        .map(found -> found.group())
                        .filter(type -> !WORDS.contains(type) && !OF_OTHERS.contains(type)))
                .as("types that %s names, and no code", page)
                .isEmpty();
    }

    /** Methods of types of ours, with the type or as a call. */
    @ParameterizedTest
    @MethodSource("pages")
    void members_areThoseOfTheType(String page) {
        Documents.inlineCode(page).stream()
                .flatMap(code -> MEMBER.matcher(code).results())
                .forEach(found -> {
                    List<Path> files = Documents.sources(
                            path -> path.contains("/main/") && path.endsWith("/" + found.group(1) + ".java"));
                    if (!files.isEmpty()) {
                        assertThat(files.stream().map(Documents::read).collect(Collectors.joining()))
                                .as("%s names %s", page, found.group())
                                .containsPattern("\\b" + found.group(2) + "\\b");
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("pages")
    void tests_areThoseThatThereAre(String page) {
        Documents.inlineCode(page).stream()
                .flatMap(code -> TEST.matcher(code).results())
                .forEach(found -> {
                    List<Path> files = Documents.sources(path -> path.endsWith("/" + found.group(1) + ".java"));
                    assertThat(files).as("%s names %s", page, found.group()).isNotEmpty();
                    if (found.group(2) != null) {
                        assertThat(files.stream().map(Documents::read).collect(Collectors.joining()))
                                .as("%s names %s", page, found.group())
                                .contains("void " + found.group(2) + "(");
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("pages")
    void commands_canBeGiven(String page) {
        Documents.inlineCode(page).stream()
                .filter(code -> COMMAND.matcher(code).matches())
                .forEach(command -> assertThat(Project.wrong(command))
                        .as("%s shows %s", page, command)
                        .isEmpty());
    }
}
