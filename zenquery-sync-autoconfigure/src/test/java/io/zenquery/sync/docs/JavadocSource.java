package io.zenquery.sync.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the Javadoc of a type of this module, or of the core, says, read from its source. */
public final class JavadocSource {
    private static final String COMMENT = "/\\*\\*((?:(?!\\*/).)*?)\\*/\\s*";
    private static final String ANNOTATIONS = "(?:@\\w+(?:\\([^)]*\\))?\\s+)*";
    private static final String TYPE =
            COMMENT + ANNOTATIONS + "(?:public |abstract |final |static |sealed )*(?:record|class|interface|enum) ";
    private static final Pattern METHOD =
            Pattern.compile(COMMENT + ANNOTATIONS + "(?:default )?[^;{}=(]*?(\\w+)\\(", Pattern.DOTALL);
    private static final Pattern CONSTANT =
            Pattern.compile(COMMENT + "([A-Z][A-Z0-9_]+)\\b(?=\\s*[,;({}])", Pattern.DOTALL);
    private static final Pattern TAG = Pattern.compile("(?m)^@(?=\\w)");
    private static final Pattern LINK = Pattern.compile("\\{@link(?:plain)? ([^}\\s]+)[^}]*}");
    private static final Pattern CODE = Pattern.compile("\\{@code ([^}]*)}");
    private static final Pattern VALUE = Pattern.compile("\\{@value (\\w*)#(\\w+)}");

    private final Class<?> type;
    private final String[] parts;
    private final String body;

    public JavadocSource(Class<?> type) {
        this.type = type;
        String source = read(type);
        Matcher found = Pattern.compile(TYPE + type.getSimpleName() + "\\b", Pattern.DOTALL)
                .matcher(source);
        if (!found.find()) {
            throw new AssertionError("expected Javadoc on " + type);
        }
        parts = TAG.split(plain(found.group(1)));
        body = source.substring(found.end());
    }

    public String description() {
        return text(parts[0]);
    }

    public Map<String, String> params() {
        Map<String, String> params = new LinkedHashMap<>();
        for (String part : parts) {
            if (part.startsWith("param ")) {
                String[] nameAndText = part.substring("param ".length()).split("\\s+", 2);
                params.put(nameAndText[0], text(nameAndText[1]));
            }
        }
        return params;
    }

    /** What the methods say, where they say something, without their tags. Of those with one name, the first. */
    public Map<String, String> methods() {
        return members(METHOD);
    }

    /** What the constants of an enum say. */
    public Map<String, String> constants() {
        return members(CONSTANT);
    }

    private Map<String, String> members(Pattern pattern) {
        Map<String, String> members = new LinkedHashMap<>();
        pattern.matcher(body)
                .results()
                .forEach(member -> members.putIfAbsent(member.group(2), text(TAG.split(plain(member.group(1)))[0])));
        return members;
    }

    private static String read(Class<?> type) {
        Class<?> outermost = type;
        while (outermost.getEnclosingClass() != null) {
            outermost = outermost.getEnclosingClass();
        }
        String file = "src/main/java/" + outermost.getName().replace('.', '/') + ".java";
        Path source = Stream.of(Path.of(file), Path.of("../zenquery-sync-core", file))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new AssertionError("expected " + file + " in this module or the core"));
        try {
            return Files.readString(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String plain(String comment) {
        return comment.replaceAll("(?m)^\\s*\\*? ?", "").strip();
    }

    private String text(String javadoc) {
        String valued = VALUE.matcher(javadoc.replace("<p>", "")).replaceAll(this::value);
        String linked = LINK.matcher(valued)
                .replaceAll(found ->
                        "`" + found.group(1).replaceAll("^(?:[a-z]+\\.)+", "").replace('#', '.') + "`");
        String words = CODE.matcher(linked).replaceAll("`$1`").strip();
        if (words.isEmpty()) {
            return words;
        }
        String sentence = Character.toUpperCase(words.charAt(0)) + words.substring(1);
        return sentence.endsWith(".") ? sentence : sentence + ".";
    }

    private String value(MatchResult found) {
        String name = found.group(1);
        try {
            Class<?> owner = name.isEmpty() ? type : Class.forName(type.getPackageName() + "." + name);
            return String.valueOf(owner.getField(found.group(2)).get(null));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("expected a public constant: " + found.group(), e);
        }
    }
}
