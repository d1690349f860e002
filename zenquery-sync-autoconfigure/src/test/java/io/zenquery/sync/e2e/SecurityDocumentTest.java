package io.zenquery.sync.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/security.md says of defaults is what they are. */
class SecurityDocumentTest {
    private static final Pattern PROPERTY = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| `([0-9A-Za-z]+)` \\|");

    private static String read(String path) throws IOException {
        return Files.readString(Path.of("..").resolve(path));
    }

    private static List<MatchResult> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().toList();
    }

    @Test
    void defaults_areThoseOfTheProperties() throws IOException {
        String properties = Files.readString(
                Path.of("src/main/java/io/zenquery/sync/autoconfigure/server/ZenQuerySyncServerProperties.java"));

        assertThat(matches(PROPERTY, read("docs/security.md")))
                .hasSizeGreaterThan(8)
                .allSatisfy(property -> {
                    String name = camelCase(property.group(1));
                    assertThat(properties)
                            .containsPattern("@DefaultValue\\(\"" + property.group(2) + "\"\\) \\w+ " + name + "\\b");
                });
    }

    private static String camelCase(String name) {
        return Pattern.compile("-([a-z])")
                .matcher(name)
                .replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
    }
}
