package io.zenquery.sync;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/** The directions between packages, as the design has them. */
@AnalyzeClasses(packages = "io.zenquery.sync", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String CLIENT_SPRING = "io.zenquery.sync.spring..";
    private static final String CLIENT_STOMP = "io.zenquery.sync.stomp";
    private static final String CLIENT_WIRING = "io.zenquery.sync.autoconfigure";
    private static final String[] SERVER = {
        "io.zenquery.sync.server..",
        "io.zenquery.sync.stomp.server..",
        "io.zenquery.sync.autoconfigure.server..",
        "io.zenquery.sync.actuate.server.."
    };
    private static final String[] CLIENT = {
        "io.zenquery.sync.session..", CLIENT_SPRING, CLIENT_STOMP, CLIENT_WIRING, "io.zenquery.sync.actuate.client.."
    };

    @ArchTest
    static final ArchRule client_neverUsesServer = noClasses()
            .that()
            .resideInAnyPackage(CLIENT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SERVER);

    @ArchTest
    static final ArchRule server_neverUsesClient = noClasses()
            .that()
            .resideInAnyPackage(SERVER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CLIENT)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule wiring_isUsedByNobody = noClasses()
            .that()
            .resideOutsideOfPackage("io.zenquery.sync.autoconfigure..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.zenquery.sync.autoconfigure..");

    @ArchTest
    static final ArchRule transport_usesOfSpringSideOnlyCustomizers = noClasses()
            .that()
            .resideInAPackage(CLIENT_STOMP)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.zenquery.sync.spring.event");

    @ArchTest
    static final ArchRule springSide_knowsNoTransport = noClasses()
            .that()
            .resideInAPackage(CLIENT_SPRING)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.zenquery.sync.stomp..", "org.springframework.web.socket..", "jakarta.websocket..");

    /** What happens is told to listeners; that it is counted is no matter of the engines. The template observes what an application does. */
    @ArchTest
    static final ArchRule engines_knowNoMeters = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.zenquery.sync.actuate..", "io.zenquery.sync.autoconfigure..", "io.zenquery.sync.spring")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.micrometer..", "org.springframework.boot.actuate..", "org.springframework.boot.health..");

    @ArchTest
    static final ArchRule core_hasNoSpring = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.zenquery.sync",
                    "io.zenquery.sync.patch",
                    "io.zenquery.sync.overlay",
                    "io.zenquery.sync.conflict",
                    "io.zenquery.sync.protocol",
                    "io.zenquery.sync.atom",
                    "io.zenquery.sync.outbox",
                    "io.zenquery.sync.session")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..");

    @ArchTest
    static final ArchRule packages_haveNoCycles =
            slices().matching("(io.zenquery.sync..)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule autoConfigurations_areFinal = classes()
            .that()
            .haveSimpleNameEndingWith("AutoConfiguration")
            .should()
            .haveModifier(JavaModifier.FINAL);

    @ArchTest
    static final ArchRule packages_areNullMarked = classes()
            .that()
            .resideInAPackage("io.zenquery.sync..")
            .should(new ArchCondition<>("be in a @NullMarked package") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                    events.add(new SimpleConditionEvent(
                            type, marked, type.getName() + " is not in a @NullMarked package"));
                }
            });
}
