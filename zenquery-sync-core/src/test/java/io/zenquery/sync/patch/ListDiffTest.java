package io.zenquery.sync.patch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Elements are texts of two letters: the first is the identity, the second the version. */
class ListDiffTest {

    @Test
    void edits_everyPairOfShortLists_leadFromOneToTheOther() {
        List<List<String>> before = arrangements("abcd", "1");
        List<List<String>> after = arrangements("abcde", "2");

        for (List<String> from : before) {
            for (List<String> to : after) {
                check(from, to);
            }
        }
        assertThat(before.size() * after.size()).isGreaterThan(20_000);
    }

    @Test
    void edits_longerLists_moveNoMoreThanTheyMust() {
        List<String> letters = new ArrayList<>(letters("abcdefghijkl"));
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            Collections.shuffle(letters, random);
            List<String> from = versions(letters.subList(0, random.nextInt(letters.size() + 1)), "1");
            Collections.shuffle(letters, random);
            List<String> to = versions(letters.subList(0, random.nextInt(letters.size() + 1)), "2");

            check(from, to);
        }
    }

    private static void check(List<String> before, List<String> after) {
        Replayed edits = new Replayed(before);

        ListDiff.between(before, after, ListDiffTest::identity, edits);

        assertThat(edits.list).as("%s to %s", before, after).isEqualTo(after);
        List<String> order = identities(after);
        List<Integer> kept = identities(before).stream()
                .filter(order::contains)
                .map(order::indexOf)
                .toList();
        assertThat(edits.kept).as("%s to %s", before, after).isEqualTo(kept.size());
        assertThat(edits.moves).as("%s to %s", before, after).isEqualTo(kept.size() - longestIncreasing(kept));
    }

    /** Does to a list what it is told, and counts. */
    private static final class Replayed implements ListDiff.Edits<String> {
        final List<String> list;
        int moves;
        int kept;

        Replayed(List<String> before) {
            list = new ArrayList<>(before);
        }

        @Override
        public void remove(int index) {
            list.remove(index);
        }

        @Override
        public void insert(int index, String element) {
            list.add(index, element);
        }

        @Override
        public void move(int from, int to) {
            list.add(to, list.remove(from));
            moves++;
        }

        @Override
        public void keep(int index, String before, String after) {
            assertThat(list.set(index, after)).isEqualTo(before);
            assertThat(identity(after)).isEqualTo(identity(before));
            kept++;
        }
    }

    /** All ways to arrange some of {@code identities}. */
    private static List<List<String>> arrangements(String identities, String version) {
        List<List<String>> all = new ArrayList<>(List.of(List.of()));
        for (int i = 0; i < all.size(); i++) {
            for (String letter : letters(identities)) {
                if (!identities(all.get(i)).contains(letter)) {
                    List<String> longer = new ArrayList<>(all.get(i));
                    longer.add(letter + version);
                    all.add(longer);
                }
            }
        }
        return all;
    }

    /** The textbook way, which takes the square of the length. */
    private static int longestIncreasing(List<Integer> values) {
        int[] longest = new int[values.size()];
        int most = 0;
        for (int i = 0; i < longest.length; i++) {
            longest[i] = 1;
            for (int k = 0; k < i; k++) {
                if (values.get(k) < values.get(i)) {
                    longest[i] = Math.max(longest[i], longest[k] + 1);
                }
            }
            most = Math.max(most, longest[i]);
        }
        return most;
    }

    private static String identity(String element) {
        return element.substring(0, 1);
    }

    private static List<String> identities(List<String> elements) {
        return elements.stream().map(ListDiffTest::identity).toList();
    }

    private static List<String> versions(List<String> letters, String version) {
        return letters.stream().map(letter -> letter + version).toList();
    }

    private static List<String> letters(String text) {
        return List.of(text.split(""));
    }
}
