package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.spring.event.SyncEvent;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;

/** For which connection a bean is, by its qualifier. */
final class ConnectionQualifiers {
    private ConnectionQualifiers() {}

    /** Whether the bean has that connection's name as its qualifier, or as its own name. */
    static boolean isFor(String connection, String bean, BeanFactory beans) {
        return BeanFactoryAnnotationUtils.isQualifierMatch(connection::equals, bean, beans);
    }

    /**
     * Whether the bean is for the main connection: it has no qualifier but that of the default connection. One that names a connection which
     * is disabled, or does not exist, is for nobody: what it says, a token maybe, is not for another server.
     *
     * @param connections the names of those that exist
     */
    static boolean isUnqualified(Set<String> connections, String bean, BeanFactory beans) {
        return !BeanFactoryAnnotationUtils.isQualifierMatch(
                value -> connections.contains(value)
                        || (!isNameOf(bean, value, beans) && !value.equals(SyncEvent.DEFAULT_CONNECTION)),
                bean,
                beans);
    }

    /** The qualifiers that the bean has, its own names left out. */
    static Set<String> of(String bean, BeanFactory beans) {
        Set<String> values = new TreeSet<>();
        BeanFactoryAnnotationUtils.isQualifierMatch(
                value -> {
                    if (!isNameOf(bean, value, beans)) {
                        values.add(value);
                    }
                    return false;
                },
                bean,
                beans);
        return values;
    }

    /** Names are handed to the condition as qualifiers are. */
    private static boolean isNameOf(String bean, String value, BeanFactory beans) {
        return value.equals(bean) || Arrays.asList(beans.getAliases(bean)).contains(value);
    }
}
