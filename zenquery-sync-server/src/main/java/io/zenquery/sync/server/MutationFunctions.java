package io.zenquery.sync.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The functions of a server, one per name. Thread-safe. */
final class MutationFunctions {
    private final Map<String, MutationFunction> byName = new ConcurrentHashMap<>();

    /** @throws IllegalArgumentException if the name is empty, or another function has it */
    void add(MutationFunction function) {
        String name = function.name();
        if (name.isEmpty()) {
            throw new IllegalArgumentException(
                    "expected a name for the mutations that " + function + " decides, got an empty one");
        }
        MutationFunction other = byName.putIfAbsent(name, function);
        if (other != null) {
            throw new IllegalArgumentException("expected one handler per name, got two of \"" + name + "\": " + other
                    + " and " + function + ". Rename one of them");
        }
    }

    @Nullable
    MutationFunction named(String name) {
        return byName.get(name);
    }

    MutationFunctions copy() {
        MutationFunctions copy = new MutationFunctions();
        copy.byName.putAll(byName);
        return copy;
    }
}
