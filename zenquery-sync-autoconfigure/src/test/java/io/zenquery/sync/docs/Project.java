package io.zenquery.sync.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What there is to build and run here: modules, profiles, scripts. Says what is wrong with a command or a dependency that a page shows. */
final class Project {
    private static final String POM = Documents.read("pom.xml");
    static final Set<String> MODULES = Pattern.compile("<module>([^<]+)</module>")
            .matcher(POM)
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toSet());
    private static final String POMS = MODULES.stream()
            .map(module -> Documents.read(module + "/pom.xml"))
            .collect(Collectors.joining("\n", POM, ""));
    private static final Pattern PROFILES = Pattern.compile("-P(\\w+)");
    private static final Pattern SELECTED = Pattern.compile("-pl '?([^ ']+)");
    private static final Pattern JAR = Pattern.compile("-jar ([\\w-]+)/target/([\\w.-]+)\\.jar");
    private static final Pattern OPTION = Pattern.compile("(?<!\\S)--[a-z-]+");
    private static final Pattern DEPENDENCY = Pattern.compile(
            "\\s*<dependency>\\s*<groupId>io\\.zenquery</groupId>\\s*<artifactId>([^<]+)</artifactId>\\s*(?:<version>([^<]+)</version>\\s*)?(?:<scope>(?:test|runtime)</scope>\\s*)?</dependency>\\s*");

    private Project() {}

    static String version() {
        int from = POM.indexOf("<version>") + "<version>".length();
        return POM.substring(from, POM.indexOf('<', from));
    }

    /** What is wrong with the commands of a block, comments left out; a continued line is one command. */
    static List<String> wrongCommands(String block) {
        return block.replaceAll("\\\\\\n\\s*", "")
                .lines()
                .map(line -> line.replaceAll("(?:^|\\s)#.*$", "").strip())
                .filter(line -> !line.isEmpty())
                .flatMap(command -> wrong(command).stream())
                .toList();
    }

    static List<String> wrong(String command) {
        String program = command.split("\\s", 2)[0];
        if (program.startsWith("./")) {
            return wrongScript(command, Documents.root().resolve(program).normalize());
        }
        return switch (program) {
            case "mvn" -> wrongMaven(command);
            case "java" -> wrongJava(command);
            default -> List.of(command + ": expected a script of this repository, mvn or java");
        };
    }

    private static List<String> wrongScript(String command, Path script) {
        if (!Files.isExecutable(script)) {
            return List.of(command + ": there is no such script");
        }
        // A script says what options it has in its own comment, or hands them on to a main class.
        String known = Documents.read(script)
                + Documents.sources(
                                path -> path.matches(".*(?:Main|Settings|EndToEnd\\w*|LongRun|SimulationMain)\\.java"))
                        .stream()
                        .map(Documents::read)
                        .collect(Collectors.joining());
        return OPTION.matcher(command)
                .results()
                .map(found -> found.group())
                .filter(option -> !known.contains(option))
                .map(option -> command + ": there is no option " + option)
                .toList();
    }

    private static List<String> wrongMaven(String command) {
        List<String> wrong = new ArrayList<>();
        PROFILES.matcher(command)
                .results()
                .filter(found -> !POMS.contains("<id>" + found.group(1) + "</id>"))
                .forEach(found -> wrong.add(command + ": there is no profile " + found.group(1)));
        SELECTED.matcher(command)
                .results()
                .flatMap(found -> Arrays.stream(found.group(1).split(",")))
                .filter(module -> !MODULES.contains(module.replaceFirst("^!", "")))
                .forEach(module -> wrong.add(command + ": there is no module " + module));
        return wrong;
    }

    private static List<String> wrongJava(String command) {
        return JAR.matcher(command)
                .results()
                .filter(found -> !MODULES.contains(found.group(1))
                        || !found.group(2).equals(found.group(1) + "-" + version() + "-exec"))
                .map(found -> command + ": expected the jar of a module, with version " + version())
                .toList();
    }

    /** Whether that is a dependency on a module of this build, and if with a version, then with this one. */
    static boolean isDependency(String xml) {
        var found = DEPENDENCY.matcher(xml);
        return found.matches()
                && MODULES.contains(found.group(1))
                && (found.group(2) == null || found.group(2).equals(version()));
    }
}
