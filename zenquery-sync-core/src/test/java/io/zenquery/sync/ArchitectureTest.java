package io.zenquery.sync;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** The directions of the design: each package uses only those to the right of its arrow. */
@AnalyzeClasses(packages = "io.zenquery.sync", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "io.zenquery.sync";

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("io.zenquery.(sync..)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule patch = only("patch");

    @ArchTest
    static final ArchRule overlay = only("overlay", "patch");

    @ArchTest
    static final ArchRule conflict = only("conflict", "patch", "overlay");

    @ArchTest
    static final ArchRule protocol = only("protocol", "patch");

    @ArchTest
    static final ArchRule root = classes()
            .that()
            .resideInAPackage(ROOT)
            .should()
            .onlyDependOnClassesThat(
                    allowed(ROOT, ROOT + ".patch", ROOT + ".overlay", ROOT + ".conflict", ROOT + ".protocol"));

    @ArchTest
    static final ArchRule atom = only("atom", "", "patch");

    @ArchTest
    static final ArchRule outbox = only("outbox", "");

    @ArchTest
    static final ArchRule session = only("session", "", "patch", "overlay", "conflict", "protocol", "outbox", "atom");

    @ArchTest
    static final ArchRule noSpring =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("org.springframework..");

    @ArchTest
    static final ArchRule noClockOfItsOwn = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone");

    @ArchTest
    static final ArchRule noRandomnessOfItsOwn = noClasses()
            .should()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callConstructor(Random.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(ThreadLocalRandom.class);

    private static ArchRule only(String inside, String... others) {
        String[] packages = new String[others.length + 1];
        packages[0] = ROOT + "." + inside;
        for (int i = 0; i < others.length; i++) {
            packages[i + 1] = others[i].isEmpty() ? ROOT : ROOT + "." + others[i];
        }
        return classes().that().resideInAPackage(packages[0]).should().onlyDependOnClassesThat(allowed(packages));
    }

    private static com.tngtech.archunit.base.DescribedPredicate<com.tngtech.archunit.core.domain.JavaClass> allowed(
            String... packages) {
        return com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage(packages)
                .or(com.tngtech.archunit.base.DescribedPredicate.not(
                        com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage(ROOT + "..")));
    }
}
