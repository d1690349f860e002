package io.zenquery.sync.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store does. */
abstract class OutboxStoreContract {
    private OutboxStore store;

    /** Opens the one store of this test; for a durable one, with what it held before. */
    abstract OutboxStore open();

    /** Whether the records outlive {@link OutboxStore#close}. */
    abstract boolean isDurable();

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void load_newStore_givesNothing() {
        assertThat(store.load()).isEmpty();
        assertThat(store.setAside()).isEmpty();
    }

    @Test
    void append_oneByOneAndInGroups_loadsInOrder() {
        store.append(records("a"));
        store.append(records("b", "c"));
        store.append(records("d"));

        assertThat(loaded()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void replace_beforeAnyAppend_loadsTheReplacement() {
        store.replace(records("a", "b"));

        assertThat(loaded()).containsExactly("a", "b");
    }

    @Test
    void replace_betweenAppends_leavesOnlyWhatCameAfter() {
        store.append(records("a", "b", "c"));
        store.replace(records("x", "y"));
        store.append(records("z"));
        assertThat(loaded()).containsExactly("x", "y", "z");

        store.replace(records("only"));
        assertThat(loaded()).containsExactly("only");
    }

    @Test
    void reopen_afterClose_keepsWhatADurableStoreKeeps() {
        store.append(records("a", "b"));
        reopen();
        assertThat(loaded()).isEqualTo(isDurable() ? List.of("a", "b") : List.of());

        store.append(records("c"));
        store.replace(records("d", "e"));
        reopen();
        store.append(records("f"));
        reopen();
        assertThat(loaded()).isEqualTo(isDurable() ? List.of("d", "e", "f") : List.of());
    }

    @Test
    void appendAndReplace_ofNothing_areRefused() {
        store.append(records("a"));

        assertThatThrownBy(() -> store.append(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.replace(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThat(loaded()).containsExactly("a");
    }

    @Test
    void append_groupThatFailsInTheMiddle_changesNothing() {
        store.append(records("a"));
        List<byte[]> broken = Arrays.asList(bytes("b"), null);

        assertThatThrownBy(() -> store.append(broken)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> store.replace(broken)).isInstanceOf(RuntimeException.class);
        assertThat(loaded()).containsExactly("a");

        store.append(records("c"));
        assertThat(loaded()).containsExactly("a", "c");
    }

    @Test
    void append_recordWithoutBytes_isARecord() {
        store.append(records("", "a", ""));

        assertThat(loaded()).containsExactly("", "a", "");
    }

    @Test
    void append_recordsOfFiveMegabytes_comeBackAsTheyWere() {
        List<byte[]> large =
                new Random(1).ints(3).mapToObj(seed -> noise(seed, 5 << 20)).toList();
        store.append(large.subList(0, 2));
        store.replace(large);

        assertThat(store.load()).usingElementComparator(Arrays::compare).containsExactlyElementsOf(large);
    }

    @Test
    void append_twentyThousandRecords_comeBackInOrder() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int from = 100 * i;
            List<String> group = IntStream.range(from, from + 100)
                    .mapToObj(number -> number + "-".repeat(390))
                    .toList();
            store.append(records(group.toArray(String[]::new)));
            expected.addAll(group);
        }
        assertThat(loaded()).isEqualTo(expected);
    }

    @Test
    void arrays_changedByTheCaller_areNotThoseOfTheStore() {
        byte[] own = bytes("a");
        store.append(List.of(own));
        own[0] = 'x';
        store.load().get(0)[0] = 'y';

        assertThat(loaded()).containsExactly("a");
    }

    @Test
    void close_twice_isHarmlessAndAnyUseAfterIsRefused() {
        store.close();
        store.close();

        assertThatThrownBy(store::load)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> store.append(records("a"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store.replace(records("a"))).isInstanceOf(IllegalStateException.class);
    }

    private void reopen() {
        store.close();
        store = open();
    }

    private List<String> loaded() {
        return texts(store.load());
    }

    static List<byte[]> records(String... texts) {
        return Arrays.stream(texts).map(OutboxStoreContract::bytes).toList();
    }

    static List<String> texts(List<byte[]> records) {
        return records.stream()
                .map(each -> new String(each, StandardCharsets.UTF_8))
                .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] noise(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
