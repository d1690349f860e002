package io.zenquery.sync.autoconfigure.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.reflection;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.resource;

import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.beans.factory.aot.AotServices;

class SyncServerRuntimeHintsTest {
    private final RuntimeHints hints = new RuntimeHints();

    SyncServerRuntimeHintsTest() {
        new SyncServerRuntimeHints().registerHints(hints, getClass().getClassLoader());
    }

    @Test
    void scriptOfTheTables_isInTheImage() {
        String location = new ZenQuerySyncServerJdbcProperties().getDefaultSchemaLocation();
        assertThat(resource().forResource(location.substring("classpath:".length())))
                .accepts(hints);
    }

    @Test
    void classesLookedForByName_areThere() {
        for (String name : new String[] {SyncServerRuntimeHints.ACCESS_DENIED, SyncServerRuntimeHints.WEB_SOCKET}) {
            assertThat(reflection().onType(TypeReference.of(name))).as(name).accepts(hints);
        }
    }

    @Test
    void registrar_isFoundBySpring() {
        assertThat(AotServices.factories().load(RuntimeHintsRegistrar.class))
                .hasAtLeastOneElementOfType(SyncServerRuntimeHints.class);
    }
}
