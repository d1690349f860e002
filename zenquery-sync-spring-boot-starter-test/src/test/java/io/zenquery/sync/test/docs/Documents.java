package io.zenquery.sync.test.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The pages under docs, and the blocks of code in them. Tests run in the directory of their module. */
final class Documents {
    private static final Pattern BLOCK = Pattern.compile("^```(\\w+)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    private Documents() {}

    /** @param code as the page has it */
    record Block(String language, String code) {}

    static Path root() {
        return Path.of("..").toAbsolutePath().normalize();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Block> blocks(String page) {
        return BLOCK.matcher(read(root().resolve("docs").resolve(page)))
                .results()
                .map((MatchResult found) -> new Block(found.group(1), found.group(2)))
                .toList();
    }

    /** The lines without indentation and without empty ones: a page shows a part of a file as it likes. */
    static String lines(String code) {
        return code.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }

    /** Every file below {@code directory}, as {@link #lines}. */
    static List<String> sources(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> lines(read(file)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
