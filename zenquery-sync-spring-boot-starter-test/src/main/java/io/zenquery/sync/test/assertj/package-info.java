/**
 * AssertJ assertions on what an application sees of a channel, at once or eventually:
 * {@link io.zenquery.sync.test.assertj.SyncAssertions#assertThat}, {@link io.zenquery.sync.test.assertj.SyncAssert}.
 */
@NullMarked
package io.zenquery.sync.test.assertj;

import org.jspecify.annotations.NullMarked;
