package io.zenquery.sync.test.assertj;

import io.zenquery.sync.spring.SyncOperations;
import org.jspecify.annotations.Nullable;

/** Where assertions begin; to be imported statically, beside AssertJ's own. */
public final class SyncAssertions {
    private SyncAssertions() {}

    /** Begins an assertion on a channel as the application sees it. */
    public static SyncAssert assertThat(@Nullable SyncOperations actual) {
        return new SyncAssert(actual);
    }
}
