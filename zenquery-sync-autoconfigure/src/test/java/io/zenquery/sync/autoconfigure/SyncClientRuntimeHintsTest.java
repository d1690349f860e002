package io.zenquery.sync.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.reflection;

import io.zenquery.sync.session.FailedMutation;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.beans.factory.aot.AotServices;
import org.springframework.util.ClassUtils;

class SyncClientRuntimeHintsTest {
    private final RuntimeHints hints = new RuntimeHints();

    SyncClientRuntimeHintsTest() {
        new SyncClientRuntimeHints().registerHints(hints, getClass().getClassLoader());
    }

    @Test
    void everyRecordOfTheOutbox_canBeReadAndWritten() throws ClassNotFoundException {
        Class<?> sealed = ClassUtils.forName("io.zenquery.sync.session.OutboxRecord", null);
        List<Class<?>> records = Arrays.asList(sealed.getPermittedSubclasses());
        assertThat(records).isNotEmpty().allSatisfy(record -> {
            assertThat(SyncClientRuntimeHints.OUTBOX).contains(record.getName());
            assertThat(reflection().onType(record).withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS))
                    .accepts(hints);
            assertThat(reflection().onMethodInvocation(record, record.getRecordComponents()[0].getName()))
                    .accepts(hints);
        });
    }

    @Test
    void whatTheRecordsHold_canBeReadAndWritten() {
        for (TypeReference type : List.of(
                TypeReference.of(FailedMutation.class),
                TypeReference.of("io.zenquery.sync.session.SessionFacts"),
                TypeReference.of("io.zenquery.sync.protocol.ClientMessage$Mutation"))) {
            assertThat(reflection().onType(type).withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS))
                    .as(type.getName())
                    .accepts(hints);
        }
    }

    @Test
    void classesLookedForByName_areThere() {
        assertThat(reflection()
                        .onType(TypeReference.of(SyncClientRuntimeHints.DRIVER))
                        .withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS))
                .accepts(hints);
        assertThat(reflection().onType(TypeReference.of(SyncClientRuntimeHints.TOMCAT_CLIENT)))
                .accepts(hints);
    }

    @Test
    void registrar_isFoundBySpring() {
        assertThat(AotServices.factories().load(RuntimeHintsRegistrar.class))
                .hasAtLeastOneElementOfType(SyncClientRuntimeHints.class);
    }
}
