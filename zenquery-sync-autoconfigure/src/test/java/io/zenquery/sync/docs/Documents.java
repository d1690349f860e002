package io.zenquery.sync.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** README.md and the pages under docs, what is in them, and the files that they speak of. Tests run in the directory of their module. */
final class Documents {
    private static final Pattern BLOCK =
            Pattern.compile("^[ \\t]*```([^\\n`]*)\\n(.*?)^[ \\t]*```[ \\t]*$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern INLINE = Pattern.compile("`([^`\\n]+)`");

    private Documents() {}

    /** @param language what stands behind the fence; empty for nothing */
    record Block(String language, String code) {}

    static Path root() {
        return Path.of("..").toAbsolutePath().normalize();
    }

    /** Every page, by its path below the root. */
    static List<String> pages() {
        try (Stream<Path> files = Files.list(root().resolve("docs"))) {
            return Stream.concat(
                            Stream.of("README.md"),
                            files.map(file -> file.getFileName().toString())
                                    .filter(name -> name.endsWith(".md"))
                                    .sorted()
                                    .map(name -> "docs/" + name))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(String page) {
        return read(root().resolve(page));
    }

    static List<Block> blocks(String page) {
        return BLOCK.matcher(read(page))
                .results()
                .map(found -> new Block(found.group(1).strip(), found.group(2)))
                .toList();
    }

    /** The text of a page without its blocks. */
    static String prose(String page) {
        return BLOCK.matcher(read(page)).replaceAll("");
    }

    /** What a page has between backticks in its text. */
    static List<String> inlineCode(String page) {
        return INLINE.matcher(prose(page))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** The words of some code, however it is laid out: a page shows a part of a file as it likes. */
    static String words(String code) {
        return code.strip().replaceAll("\\s+", " ");
    }

    /** Every file in the {@code src} directories of the modules whose path fits. */
    static List<Path> sources(Predicate<String> path) {
        try (Stream<Path> modules = Files.list(root())) {
            return modules.map(module -> module.resolve("src"))
                    .filter(Files::isDirectory)
                    .flatMap(Documents::files)
                    .filter(file -> path.test(root().relativize(file).toString()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> files(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
