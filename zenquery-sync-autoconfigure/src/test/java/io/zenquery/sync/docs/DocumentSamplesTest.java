package io.zenquery.sync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.docs.Documents.Block;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/**
 * What README.md and the pages show is, word for word, in files that the build compiles and runs; configuration can be bound, commands can
 * be given. A block in a language that nothing here looks at fails.
 */
class DocumentSamplesTest {
    private static final List<String> JAVA =
            words(path -> path.endsWith(".java") && !path.endsWith("/DocumentSamplesTest.java"));
    private static final List<String> RESOURCES =
            words(path -> path.contains("/src/test/resources/") && path.endsWith("pom.xml"));
    private static final String SAMPLES = "zenquery-sync-spring-boot-starter-test/src/test/";

    /** The pages of messages, whose blocks another test reads and writes. */
    private static final Set<String> PROTOCOL = Set.of("docs/protocol.md");

    private static List<String> words(Predicate<String> path) {
        return Documents.sources(path).stream()
                .map(file -> Documents.words(Documents.read(file)))
                .toList();
    }

    static Stream<String> pagesWithBlocks() {
        return Documents.pages().stream().filter(page -> !Documents.blocks(page).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("pagesWithBlocks")
    void everyBlock_isCovered(String page) {
        assertThat(Documents.blocks(page))
                .allSatisfy(block -> assertThat(wrong(page, block))
                        .as("%s:%n%s", page, block.code())
                        .isEmpty());
    }

    private static List<String> wrong(String page, Block block) {
        return switch (block.language()) {
            case "java" -> isIn(JAVA, block) ? List.of() : List.of("expected it in a Java file of this build");
            case "yaml", "properties" -> ConfigurationSample.wrong(block.language(), block.code());
            case "xml" ->
                isIn(RESOURCES, block) || Project.isDependency(block.code())
                        ? List.of()
                        : List.of("expected a file under test, or a dependency on a module of this build");
            case "", "sh" -> Project.wrongCommands(block.code());
            case "sql" -> wrongSql(block.code());
            case "json" -> PROTOCOL.contains(page) ? List.of() : List.of("expected JSON in " + PROTOCOL + " only");
            case "text", "mermaid" -> List.of(); // for people: sequences, output, drawings
            default -> List.of("expected a language that is looked at, got " + block.language());
        };
    }

    private static boolean isIn(List<String> files, Block block) {
        String shown = Documents.words(block.code());
        return files.stream().anyMatch(file -> file.contains(shown));
    }

    /** It is carried out on the tables of the server. */
    private static List<String> wrongSql(String sql) {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:samples");
                Statement statement = connection.createStatement()) {
            ScriptUtils.executeSqlScript(
                    connection, new ClassPathResource("io/zenquery/sync/server/jdbc/migration/R__zenquery_sync.sql"));
            statement.execute(sql);
            return List.of();
        } catch (SQLException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    static Stream<Block> wrongBlocks() {
        return Stream.of(
                new Block("kotlin", "val x = 1"),
                new Block("json", "{}"),
                new Block("java", "Nothing has = this;"),
                new Block("yaml", "zenquery.sync.max-pendin: 1"),
                new Block("yaml", "zenquery.sync.max-pending: many"),
                new Block("properties", "zenquery.sync.connections.a.chanel=b"),
                new Block("xml", "<dependency/>"),
                new Block("", "./dem --script"),
                new Block("sh", "./demo --nonsense"),
                new Block("sh", "mvn -Pnone verify"),
                new Block("sh", "mvn -pl nothing verify"),
                new Block("sh", "java -jar example-server/target/example-server-0.0.1-exec.jar"),
                new Block("sql", "DELETE FROM zenquery_sync_chanel"));
    }

    @ParameterizedTest
    @MethodSource("wrongBlocks")
    void blockThatNothingCovers_isFound(Block block) {
        assertThat(wrong("docs/x.md", block)).hasSize(1);
    }

    /** A whole project: pom, configuration and class, for either side. */
    @Test
    void gettingStarted_showsWholeFiles() {
        List<String> shown = Documents.blocks("docs/getting-started.md").stream()
                .map(block -> Documents.words(block.code()))
                .toList();
        for (String side : List.of("client", "server")) {
            assertThat(shown)
                    .contains(
                            sample("resources/getting-started/" + side + "/pom.xml"),
                            sample("resources/getting-started/" + side + "/application.yml"));
        }
        assertThat(shown)
                .contains(
                        sample("java/com/example/notes/server/NotesServer.java"),
                        sample("java/com/example/notes/client/NotesClient.java"));
    }

    @Test
    void gettingStarted_namesVersionsOfThisBuild() {
        String parent = Documents.read("pom.xml");
        String boot = "<spring-boot.version>";
        int from = parent.indexOf(boot) + boot.length();
        Map<String, String> expected = Map.of(
                "zenquery-sync-bom", Project.version(),
                "spring-boot-starter-parent", parent.substring(from, parent.indexOf('<', from)));
        for (String side : List.of("client", "server")) {
            String pom = sample("resources/getting-started/" + side + "/pom.xml");
            expected.forEach((artifact, version) -> assertThat(pom)
                    .contains("<artifactId>" + artifact + "</artifactId> <version>" + version + "</version>"));
        }
    }

    private static String sample(String file) {
        return Documents.words(Documents.read(Path.of("..", SAMPLES + file)));
    }
}
