package io.zenquery.sync.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the Javadoc of a type says, read from its source. */
final class EventSource {
    private static final Pattern TYPE = Pattern.compile("/\\*\\*(.*?)\\*/\\s*(?:@\\w+\\s+)*public ", Pattern.DOTALL);
    private static final Pattern METHOD =
            Pattern.compile("/\\*\\*((?:(?!\\*/).)*?)\\*/\\s*(?:default )?[^;{}]*?(\\w+)\\(\\)", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\{@link(?:plain)? ([^}\\s]+)[^}]*}");
    private static final Pattern CODE = Pattern.compile("\\{@code ([^}]*)}");

    private final String source;
    private final String[] parts;

    EventSource(Class<?> type) {
        Path file = Path.of("src/main/java", type.getName().replace('.', '/') + ".java");
        try {
            source = Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Matcher found = TYPE.matcher(source);
        if (!found.find()) {
            throw new AssertionError("expected Javadoc on the type in " + file);
        }
        parts = plain(found.group(1)).split("(?m)^@param ");
    }

    String description() {
        return text(parts[0]);
    }

    Map<String, String> params() {
        Map<String, String> params = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            String[] nameAndText = parts[i].split("\\s+", 2);
            params.put(nameAndText[0], text(nameAndText[1]));
        }
        return params;
    }

    /** What the methods without parameters say, where they say something. */
    Map<String, String> methods() {
        Map<String, String> methods = new LinkedHashMap<>();
        Matcher found = METHOD.matcher(source.substring(source.indexOf('{', source.indexOf("public "))));
        while (found.find()) {
            methods.put(found.group(2), text(plain(found.group(1))));
        }
        return methods;
    }

    private static String plain(String comment) {
        return comment.replaceAll("(?m)^\\s*\\*? ?", "").strip();
    }

    private static String text(String javadoc) {
        String linked = LINK.matcher(javadoc.replace("<p>", ""))
                .replaceAll(found ->
                        "`" + found.group(1).replaceAll("^(?:[a-z]+\\.)+", "").replace('#', '.') + "`");
        String words = CODE.matcher(linked).replaceAll("`$1`").strip();
        if (words.isEmpty()) {
            return words;
        }
        String sentence = Character.toUpperCase(words.charAt(0)) + words.substring(1);
        return sentence.endsWith(".") ? sentence : sentence + ".";
    }
}
