package io.zenquery.sync.test.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.test.docs.Documents.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages show is, word for word, in files that the build compiles and runs. */
class DocumentSamplesTest {
    private static final Set<String> SAMPLES = Set.of("java", "yaml", "xml");
    private static final List<String> FILES = Stream.of("src/test/java", "src/test/resources")
            .flatMap(directory -> Documents.sources(Path.of(directory)).stream())
            .toList();

    @ParameterizedTest
    @ValueSource(strings = {"testing.md", "getting-started.md"})
    void everySample_isInAFileUnderTest(String page) {
        List<Block> samples = Documents.blocks(page).stream()
                .filter(block -> SAMPLES.contains(block.language()))
                .toList();
        assertThat(samples).as("samples of %s", page).isNotEmpty();
        assertThat(samples)
                .allSatisfy(sample -> assertThat(FILES)
                        .as("a file of src/test with this sample of docs/%s:%n%s", page, sample.code())
                        .anyMatch(file -> file.contains(Documents.lines(sample.code()))));
    }

    @Test
    void everyClassOfTheReadme_isInAFileUnderTest() {
        List<Block> classes = Documents.blocks("../README.md").stream()
                .filter(block -> block.language().equals("java"))
                .toList();
        assertThat(classes)
                .hasSize(2)
                .allSatisfy(shown -> assertThat(FILES)
                        .as("a file of src/test with this class of README.md:%n%s", shown.code())
                        .anyMatch(file -> file.contains(Documents.lines(shown.code()))));
    }

    /** A whole project: pom, configuration and class, for either side. */
    @Test
    void gettingStarted_showsWholeFiles() {
        List<String> shown = Documents.blocks("getting-started.md").stream()
                .map(block -> Documents.lines(block.code()))
                .toList();
        for (String side : List.of("client", "server")) {
            assertThat(shown)
                    .contains(
                            Documents.lines(
                                    Documents.read(Path.of("src/test/resources/getting-started", side, "pom.xml"))),
                            Documents.lines(Documents.read(
                                    Path.of("src/test/resources/getting-started", side, "application.yml"))));
        }
        for (String file : List.of("server/NotesServer.java", "client/NotesClient.java")) {
            assertThat(shown)
                    .contains(Documents.lines(Documents.read(Path.of("src/test/java/com/example/notes", file))));
        }
    }

    @Test
    void gettingStarted_namesVersionsOfThisBuild() {
        String parent = Documents.read(Documents.root().resolve("pom.xml"));
        Map<String, String> expected = Map.of(
                "zenquery-sync-bom", text(parent, "<version>"),
                "spring-boot-starter-parent", text(parent, "<spring-boot.version>"));
        for (String side : List.of("client", "server")) {
            String pom = Documents.read(Path.of("src/test/resources/getting-started", side, "pom.xml"));
            expected.forEach((artifact, version) -> assertThat(Documents.lines(pom))
                    .contains("<artifactId>" + artifact + "</artifactId>\n<version>" + version + "</version>"));
        }
    }

    @Test
    void index_namesEveryPage() throws IOException {
        String index = Documents.read(Documents.root().resolve("docs/README.md"));
        try (Stream<Path> pages = Files.list(Documents.root().resolve("docs"))) {
            assertThat(pages.map(page -> page.getFileName().toString())
                            .filter(name -> name.endsWith(".md") && !name.equals("README.md")))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(index).contains("[" + name + "](" + name + ")"));
        }
    }

    private static String text(String xml, String element) {
        int from = xml.indexOf(element) + element.length();
        return xml.substring(from, xml.indexOf('<', from));
    }
}
