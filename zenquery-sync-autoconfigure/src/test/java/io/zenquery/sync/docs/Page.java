package io.zenquery.sync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page under docs that a test makes: the test compares, or writes it where it is told to. Tests run in the directory of their module. */
public final class Page {
    static final String COMMAND = "mvn -pl zenquery-sync-autoconfigure -am test -Dtest='*ReferenceTest' "
            + "-Dsurefire.failIfNoSpecifiedTests=false -Dzenquery.docs.write=true";
    private static final boolean WRITE = Boolean.getBoolean("zenquery.docs.write");

    private Page() {}

    public static void check(String name, String title, String body) throws IOException {
        String page = "<!-- Made by a program, from the code; don't edit. To make it anew:\n" + COMMAND + " -->\n\n# "
                + title + "\n\n" + body.strip() + "\n";
        Path file = Path.of("..", "docs", name);
        if (WRITE) {
            Files.writeString(file, page);
        }
        assertThat(file).exists();
        assertThat(Files.readString(file))
                .as("docs/%s as the code has it. To make it anew: %s", name, COMMAND)
                .isEqualTo(page);
    }

    /** Text for a cell of a table. */
    public static String cell(String text) {
        return text.strip().replaceAll("\\s+", " ").replace("|", "\\|");
    }

    /** A type as the code has it, without packages. */
    public static String type(RecordComponent component) {
        return component
                .getGenericType()
                .getTypeName()
                .replaceAll("(?:[a-z]+\\.)+", "")
                .replace('$', '.');
    }
}
