package io.zenquery.sync.simulation;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.NullMarked;

/** What is published of a simulator, and that it has neither a clock nor chance of its own. */
@AnalyzeClasses(packages = "io.zenquery.sync", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String SIMULATION = "io.zenquery.sync.simulation";

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("io.zenquery.(sync..)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nobodyNeedsTheSimulator = noClasses()
            .that()
            .resideOutsideOfPackage(SIMULATION)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(SIMULATION);

    @ArchTest
    static final ArchRule noSpring =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("org.springframework..");

    @ArchTest
    static final ArchRule fewArePublic = classes()
            .that()
            .resideInAPackage(SIMULATION)
            .and()
            .haveModifier(JavaModifier.PUBLIC)
            .and()
            .areTopLevelClasses()
            .should()
            .haveNameMatching(".*\\.(Simulation|SimulationReport|Violation|Workload|Proposal)");

    @ArchTest
    static final ArchRule packagesAreNullMarked = classes()
            .that()
            .resideInAPackage(SIMULATION)
            .should(com.tngtech.archunit.lang.conditions.ArchConditions.be(
                    com.tngtech.archunit.base.DescribedPredicate.<JavaClass>describe(
                            "in a @NullMarked package",
                            type -> type.getPackage().isAnnotatedWith(NullMarked.class))));

    @ArchTest
    static final ArchRule noClockOfItsOwn = noClasses()
            .that()
            .resideInAPackage(SIMULATION)
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Clock.class, "systemUTC");

    @ArchTest
    static final ArchRule noRandomnessOfItsOwn = noClasses()
            .that()
            .resideInAPackage(SIMULATION)
            .should()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callConstructor(Random.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(ThreadLocalRandom.class);
}
