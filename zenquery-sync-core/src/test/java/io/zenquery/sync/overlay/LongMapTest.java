package io.zenquery.sync.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A {@link LongMap} beside {@link TreeMap}: the same operations, the same answers, for each version that was ever taken. */
class LongMapTest {

    /** Numbers as identities, times and sequence numbers have them, and such that differ in any digit. */
    private interface Keys {
        long next(Random random);
    }

    private static final List<Keys> KINDS = List.of(
            random -> random.nextInt(40),
            random -> random.nextInt(3_000) * 2L,
            random -> ((random.nextInt(60) - 20L) << 24) + ((1L + random.nextInt(3)) << 3),
            random -> (random.nextBoolean() ? -1 : 1) * (1L << random.nextInt(64)),
            random -> random.nextLong() >> random.nextInt(64));

    private record Version(LongMap<Integer> map, TreeMap<Long, Integer> model) {}

    @Test
    void editor_anyOperations_answersAsATreeMap() {
        for (Keys keys : KINDS) {
            for (long seed = 0; seed < 60; seed++) {
                run(new Random(seed), keys, 400);
            }
        }
    }

    @Test
    void editor_manyNumbers_answersAsATreeMap() {
        for (Keys keys : KINDS) {
            run(new Random(17), keys, 20_000);
        }
    }

    @Test
    void withAndWithout_oneNumber_leaveTheMapBeforeAsItWas() {
        LongMap<String> one = LongMap.<String>empty().with(7, "a");
        LongMap<String> two = one.with(-7, "b");
        LongMap<String> rest = two.without(7);
        assertThat(one.get(7)).isEqualTo("a");
        assertThat(one.get(-7)).isNull();
        assertThat(two.size()).isEqualTo(2);
        assertThat(rest.get(7)).isNull();
        assertThat(rest.ceiling(Long.MIN_VALUE)).isEqualTo("b");
        assertThat(rest.without(-7).isEmpty()).isTrue();
    }

    private static void run(Random random, Keys keys, int operations) {
        List<Version> versions = new ArrayList<>();
        LongMap.Editor<Integer> editor = new LongMap.Editor<>(LongMap.empty());
        TreeMap<Long, Integer> model = new TreeMap<>();
        int present = 1 + random.nextInt(4); // of five operations, so many add
        for (int i = 0; i < operations; i++) {
            long key = keys.next(random);
            if (random.nextInt(5) < present) {
                editor.put(key, i);
                model.put(key, i);
            } else {
                editor.remove(key);
                model.remove(key);
            }
            assertThat(editor.get(key)).isEqualTo(model.get(key));
            assertThat(editor.isEmpty()).isEqualTo(model.isEmpty());
            if (random.nextInt(operations / 10) == 0) {
                versions.add(new Version(editor.map(), new TreeMap<>(model)));
            }
            if (!versions.isEmpty() && random.nextInt(operations / 5) == 0) {
                Version back = versions.get(random.nextInt(versions.size()));
                editor = new LongMap.Editor<>(back.map());
                model = new TreeMap<>(back.model());
            }
        }
        versions.add(new Version(editor.map(), model));
        for (Version version : versions) {
            check(version, random, keys);
        }
    }

    private static void check(Version version, Random random, Keys keys) {
        List<Integer> values = new ArrayList<>();
        version.map().forEach(values::add);
        assertThat(values).containsExactlyElementsOf(version.model().values());
        assertThat(version.map().size()).isEqualTo(version.model().size());
        version.model()
                .forEach((key, value) -> assertThat(version.map().get(key)).isEqualTo(value));
        for (int i = 0; i < 30; i++) {
            long key = keys.next(random) + random.nextInt(3) - 1;
            Map.Entry<Long, Integer> ceiling = version.model().ceilingEntry(key);
            assertThat(version.map().get(key)).isEqualTo(version.model().get(key));
            assertThat(version.map().ceiling(key)).isEqualTo(ceiling == null ? null : ceiling.getValue());
        }
    }
}
