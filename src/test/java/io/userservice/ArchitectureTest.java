package io.userservice;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.userservice.consistency.PageToken;
import java.util.stream.Stream;

/** Which package may import which of ours: a line a package. */
@AnalyzeClasses(packages = "io.userservice", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final DescribedPredicate<JavaClass> ROUTING_ANNOTATION = resideInAPackage("io.userservice.routing")
            .and(DescribedPredicate.describe("annotations", JavaClass::isAnnotation));

    private static final DescribedPredicate<JavaClass> PAGE_TOKEN = JavaClass.Predicates.type(PageToken.class);

    @ArchTest
    static final ArchRule USER =
            only("user", "http", "idempotency", "problem", "setting").or(ROUTING_ANNOTATION.or(PAGE_TOKEN));

    @ArchTest
    static final ArchRule ROUTING =
            only("routing", "replication", "problem", "setting").rule();

    @ArchTest
    static final ArchRule CONSISTENCY =
            only("consistency", "replication", "routing", "problem").rule();

    @ArchTest
    static final ArchRule ACCESS = only("access", "problem").rule();

    @ArchTest
    static final ArchRule REPLICATION =
            only("replication", "datasource", "setting").rule();

    @ArchTest
    static final ArchRule DATASOURCE = only("datasource", "setting").rule();

    @ArchTest
    static final ArchRule AWS = only("aws", "replication", "setting").rule();

    @ArchTest
    static final ArchRule HTTP = only("http", "problem", "setting").rule();

    @ArchTest
    static final ArchRule IDEMPOTENCY =
            only("idempotency", "problem", "setting").rule();

    @ArchTest
    static final ArchRule PROBLEM = only("problem").rule();

    @ArchTest
    static final ArchRule SETTING = only("setting").rule();

    @ArchTest
    static final ArchRule DEVCLUSTER = only("devcluster").rule();

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.userservice.(*)..").should().beFreeOfCycles();

    private record Imports(String[] packages) {

        ArchRule rule() {
            return rule(alwaysTrue());
        }

        ArchRule or(DescribedPredicate<JavaClass> more) {
            return rule(DescribedPredicate.not(more));
        }

        private ArchRule rule(DescribedPredicate<? super JavaClass> except) {
            DescribedPredicate<JavaClass> others = resideInAPackage("io.userservice..")
                    .and(DescribedPredicate.not(resideInAnyPackage(packages)))
                    .and(except.forSubtype());
            return noClasses()
                    .that()
                    .resideInAPackage(packages[0])
                    .should()
                    .dependOnClassesThat(others)
                    .allowEmptyShould(true);
        }
    }

    private static Imports only(String... packages) {
        return new Imports(
                Stream.of(packages).map(name -> "io.userservice." + name + "..").toArray(String[]::new));
    }
}
