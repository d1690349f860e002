package io.zenquery.sync.autoconfigure;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a channel may be called. */
final class ChannelName {
    static final String EXPECTED = "the name of the channel to synchronise: letters, digits, '_' and '-', at most 64";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private ChannelName() {}

    static boolean isOne(@Nullable String name) {
        return name != null && NAME.matcher(name).matches();
    }
}
