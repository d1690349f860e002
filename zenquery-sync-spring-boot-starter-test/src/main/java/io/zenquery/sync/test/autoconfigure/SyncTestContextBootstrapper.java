package io.zenquery.sync.test.autoconfigure;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/** Makes the context of a {@link SyncTest}. */
class SyncTestContextBootstrapper extends TestSliceTestContextBootstrapper<SyncTest> {}
