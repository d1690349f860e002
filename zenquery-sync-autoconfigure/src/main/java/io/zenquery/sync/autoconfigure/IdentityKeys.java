package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.JsonPointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Looks up the identity keys of the properties; of several that fit, the first counts. */
final class IdentityKeys implements BiFunction<AtomKey, JsonPointer, @Nullable String> {
    private final List<Entry> entries = new ArrayList<>();

    private record Entry(AtomKey atom, List<String> list, String key) {
        boolean fits(AtomKey otherAtom, List<String> path) {
            if (!atom.equals(otherAtom) || list.size() != path.size()) {
                return false;
            }
            for (int i = 0; i < path.size(); i++) {
                if (!list.get(i).equals("*") && !list.get(i).equals(path.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    /** @param keys validated */
    IdentityKeys(List<ZenQuerySyncProperties.IdentityKey> keys) {
        keys.forEach(key -> entries.add(new Entry(
                AtomKey.of(Objects.requireNonNull(key.atom())),
                JsonPointer.parse(Objects.requireNonNull(key.list())).tokens(),
                Objects.requireNonNull(key.key()))));
    }

    @Override
    public @Nullable String apply(AtomKey atom, JsonPointer path) {
        for (Entry entry : entries) {
            if (entry.fits(atom, path.tokens())) {
                return entry.key();
            }
        }
        return null;
    }
}
