package io.zenquery.sync.laws;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

/** Snapshots carry pending edits by identity key. */
class SnapshotLawTest {

    @Test
    void snapshot_overPendingEditsOfElementsWithKeys_findsTheSameElements() {
        for (int seed = 0; seed < 1_000; seed++) {
            int each = seed;
            assertThatCode(() -> SnapshotLaw.run(each)).doesNotThrowAnyException();
        }
    }
}
