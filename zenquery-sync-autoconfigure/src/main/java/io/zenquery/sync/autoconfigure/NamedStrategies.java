package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.conflict.ConflictResolutionStrategy;
import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.patch.AtomKey;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The conflict strategies of a client. No {@link ConflictResolutionStrategy} itself, so that it is not taken for one of the
 * application's.
 *
 * @param strategy decides for each atom by the strategy that it is set to
 * @param names the names of the atoms' strategies, where they have one of their own
 * @param fallback the name of the strategy of all other atoms
 */
record NamedStrategies(ConflictResolutionStrategy strategy, Map<AtomKey, String> names, String fallback) {
    /**
     * @param prefix the prefix of the connection's properties
     * @param beans the application's strategies, by bean name; one named like a built-in takes its place
     * @throws UnknownStrategyException if a name is neither
     */
    static NamedStrategies of(
            String prefix, ZenQuerySyncProperties.Conflict settings, Map<String, ConflictResolutionStrategy> beans) {
        ConflictResolutionStrategy fallback = find(prefix + "conflict.strategy", settings.strategy(), beans);
        Map<AtomKey, ConflictResolutionStrategy> strategies = new LinkedHashMap<>();
        Map<AtomKey, String> names = new LinkedHashMap<>();
        settings.atoms().forEach((atom, name) -> {
            strategies.put(AtomKey.of(atom), find(prefix + "conflict.atoms[" + atom + "]", name, beans));
            names.put(AtomKey.of(atom), name);
        });
        return new NamedStrategies(
                ConflictStrategies.perAtom(strategies, fallback), Map.copyOf(names), settings.strategy());
    }

    /** The name of the strategy of an atom. */
    String nameOf(AtomKey atom) {
        return names.getOrDefault(atom, fallback);
    }

    private static ConflictResolutionStrategy find(
            String property, String name, Map<String, ConflictResolutionStrategy> beans) {
        ConflictResolutionStrategy bean = beans.get(name);
        ConflictResolutionStrategy found = bean != null ? bean : ConflictStrategies.named(name);
        if (found == null) {
            throw new UnknownStrategyException(
                    property,
                    name,
                    Arrays.stream(ConflictStrategies.values())
                            .map(ConflictStrategies::id)
                            .toList(),
                    beans.keySet().stream().sorted().toList());
        }
        return found;
    }
}
