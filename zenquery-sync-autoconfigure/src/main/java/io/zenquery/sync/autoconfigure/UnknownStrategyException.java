package io.zenquery.sync.autoconfigure;

import java.util.List;

/** A property names a conflict strategy that does not exist. */
class UnknownStrategyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String property;
    private final String strategy;
    private final transient List<String> builtIn;
    private final transient List<String> beans;

    UnknownStrategyException(String property, String strategy, List<String> builtIn, List<String> beans) {
        super("property " + property + ": there is no conflict strategy \"" + strategy + "\", only " + builtIn
                + " and the beans " + beans);
        this.property = property;
        this.strategy = strategy;
        this.builtIn = builtIn;
        this.beans = beans;
    }

    String property() {
        return property;
    }

    String strategy() {
        return strategy;
    }

    List<String> builtIn() {
        return builtIn;
    }

    /** The names of the application's {@code ConflictResolutionStrategy} beans. */
    List<String> beans() {
        return beans;
    }
}
