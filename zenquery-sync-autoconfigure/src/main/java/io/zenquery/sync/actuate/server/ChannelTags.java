package io.zenquery.sync.actuate.server;

import io.micrometer.core.instrument.Tag;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The value of the tag {@code channel}: the name for the first channels that are used, up to a bound, and {@value #OTHER} for the rest,
 * since who connects can make up names. Thread-safe.
 */
final class ChannelTags {
    static final String OTHER = "(other)"; // no channel can have that name

    private final int most;
    private final Map<String, Tag> tags = new ConcurrentHashMap<>();
    private final Tag other = Tag.of("channel", OTHER);

    /** @param most from 0 */
    ChannelTags(int most) {
        this.most = most;
    }

    Tag of(String channel) {
        Tag known = tags.get(channel);
        if (known != null) {
            return known;
        }
        synchronized (this) {
            return tags.size() < most ? tags.computeIfAbsent(channel, name -> Tag.of("channel", name)) : other;
        }
    }

    /** The channels that have a tag of their own. */
    Set<String> named() {
        return Set.copyOf(tags.keySet());
    }
}
