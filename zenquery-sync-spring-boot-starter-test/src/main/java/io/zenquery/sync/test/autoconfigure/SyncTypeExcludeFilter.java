package io.zenquery.sync.test.autoconfigure;

import io.zenquery.sync.conflict.ConflictResolutionStrategy;
import io.zenquery.sync.server.InitialDocuments;
import io.zenquery.sync.server.MutationFunction;
import io.zenquery.sync.server.annotation.MutationHandler;
import io.zenquery.sync.session.SessionListener;
import java.io.IOException;
import java.util.Set;
import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/** Leaves out of a {@link SyncTest} what has nothing to do with synchronisation. */
final class SyncTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<SyncTest> {
    private static final Set<Class<?>> KNOWN = Set.of(
            MutationFunction.class, InitialDocuments.class, ConflictResolutionStrategy.class, SessionListener.class);

    SyncTypeExcludeFilter(Class<?> testClass) {
        super(testClass);
    }

    @Override
    protected Set<Class<?>> getKnownIncludes() {
        return KNOWN;
    }

    @Override
    protected boolean defaultInclude(MetadataReader reader, MetadataReaderFactory factory) throws IOException {
        return reader.getAnnotationMetadata().hasAnnotatedMethods(MutationHandler.class.getName())
                || super.defaultInclude(reader, factory);
    }
}
