package io.zenquery.sync.outbox;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A history of appends and replacements that follows from its step numbers alone, so that two processes agree on it. After each
 * step the records are those with the ids of a range.
 *
 * @param step how many steps were made
 * @param from the first id
 * @param to the id after the last
 */
record Script(int step, int from, int to) {
    static final Script START = new Script(0, 0, 0);

    private static final int SEED = 20_261_124;

    /** What the next step leads to. */
    Script next() {
        Random random = random();
        return isReplacement(random)
                ? new Script(step + 1, Math.max(from, to - random.nextInt(40)), to + 1)
                : new Script(step + 1, from, to + 1 + random.nextInt(4));
    }

    /** Makes the next step. */
    void perform(OutboxStore store) {
        Script next = next();
        if (isReplacement(random())) {
            store.replace(next.records());
        } else {
            store.append(records(to, next.to));
        }
    }

    List<byte[]> records() {
        return records(from, to);
    }

    private Random random() {
        Random random = new Random(SEED + step);
        random.nextInt(); // the first numbers of neighbouring seeds are alike
        return random;
    }

    private static boolean isReplacement(Random random) {
        return random.nextInt(15) == 0;
    }

    private static List<byte[]> records(int from, int to) {
        return IntStream.range(from, to).mapToObj(Script::record).toList();
    }

    /** The id that a record begins with. */
    static int id(byte[] record) {
        String text = new String(record, StandardCharsets.UTF_8);
        return Integer.parseInt(text.substring(0, text.indexOf(':')));
    }

    /** Its length and each of its bytes follow from the id; some need several pages. */
    private static byte[] record(int id) {
        int length = id % 50 == 0 ? 20_000 : id * 31 % 700;
        return (id + ":" + String.valueOf((char) ('a' + id % 26)).repeat(length)).getBytes(StandardCharsets.UTF_8);
    }
}
