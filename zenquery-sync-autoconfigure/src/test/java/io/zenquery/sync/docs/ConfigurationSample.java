package io.zenquery.sync.docs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.ResolvableType;
import org.springframework.core.io.InputStreamResource;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A piece of configuration that a page shows, held against the configuration metadata of everything on the classpath, Spring Boot's included, and bound. */
final class ConfigurationSample {
    private static final Map<String, String> TYPES = types();

    private ConfigurationSample() {}

    /** Whether there is a property of that name, or some begin with it. */
    static boolean isKnown(String name) {
        return TYPES.keySet().stream()
                .anyMatch(known -> known.equals(name)
                        || known.startsWith(name + ".")
                        || name.startsWith(known + ".") && TYPES.get(known).startsWith("java.util.Map"));
    }

    /** What is wrong with it; empty if each key is a property, and each value can be bound to it. */
    static List<String> wrong(String language, String code) {
        InputStreamResource resource =
                new InputStreamResource(new ByteArrayInputStream(code.getBytes(StandardCharsets.UTF_8)));
        List<ConfigurationPropertySource> sources = new ArrayList<>();
        try {
            (language.equals("yaml")
                            ? new YamlPropertySourceLoader().load("sample", resource)
                            : new PropertiesPropertySourceLoader().load("sample", resource))
                    .forEach(source -> sources.add(ConfigurationPropertySource.from(source)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Binder binder = new Binder(sources, null, ApplicationConversionService.getSharedInstance());
        List<String> wrong = new ArrayList<>();
        TreeSet<String> bound = new TreeSet<>();
        for (ConfigurationPropertySource source : sources) {
            for (ConfigurationPropertyName name : (IterableConfigurationPropertySource) source) {
                String property = property(name);
                if (property == null) {
                    wrong.add(name + ": there is no such property");
                } else {
                    bound.add(property);
                }
            }
        }
        if (bound.isEmpty() && wrong.isEmpty()) {
            wrong.add("there is no property in it");
        }
        bound.forEach(property -> wrong.addAll(wrong(property, binder)));
        return wrong;
    }

    private static List<String> wrong(String property, Binder binder) {
        try {
            binder.bind(
                    property,
                    Bindable.of(resolve(TYPES.get(property))),
                    new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
            return List.of();
        } catch (BindException e) {
            return List.of(property + ": " + e.getCause());
        }
    }

    /** The property that it is, or is an element or entry of. */
    private static String property(ConfigurationPropertyName name) {
        for (int size = name.getNumberOfElements(); size > 0; size--) {
            ConfigurationPropertyName prefix = name.chop(size);
            String type = TYPES.get(prefix.toString());
            if (type != null && (size == name.getNumberOfElements() || type.startsWith("java.util."))) {
                return prefix.toString();
            }
        }
        return null;
    }

    private static ResolvableType resolve(String type) {
        int open = type.indexOf('<');
        try {
            if (open < 0) {
                return ResolvableType.forClass(ClassUtils.forName(type, null));
            }
            List<ResolvableType> arguments = new ArrayList<>();
            String rest = type.substring(open + 1, type.length() - 1);
            for (int from = 0, at = 0, depth = 0; at <= rest.length(); at++) {
                char next = at == rest.length() ? ',' : rest.charAt(at);
                depth += next == '<' ? 1 : next == '>' ? -1 : 0;
                if (next == ',' && depth == 0) {
                    arguments.add(resolve(rest.substring(from, at)));
                    from = at + 1;
                }
            }
            return ResolvableType.forClassWithGenerics(
                    ClassUtils.forName(type.substring(0, open), null), arguments.toArray(ResolvableType[]::new));
        } catch (ClassNotFoundException e) {
            throw new AssertionError("expected " + type + " on the classpath", e);
        }
    }

    private static Map<String, String> types() {
        Map<String, String> types = new HashMap<>();
        try {
            for (URL file : Collections.list(ConfigurationSample.class
                    .getClassLoader()
                    .getResources("META-INF/spring-configuration-metadata.json"))) {
                try (InputStream in = file.openStream()) {
                    for (JsonNode property : JsonMapper.shared().readTree(in).path("properties")) {
                        types.put(
                                property.path("name").asString(),
                                property.path("type").asString("java.lang.String"));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return types;
    }
}
