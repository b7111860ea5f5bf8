package io.userservice;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.userservice.call.PositionedSelect;
import io.userservice.call.PositionedWrite;
import io.userservice.call.Sql;
import io.userservice.consistency.PageToken;
import io.userservice.routing.Reason;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which package may import which of ours: a line a package. */
@AnalyzeClasses(packages = "io.userservice", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final DescribedPredicate<JavaClass> ROUTING_ANNOTATION = resideInAPackage("io.userservice.routing")
            .and(DescribedPredicate.describe("annotations", JavaClass::isAnnotation));

    /**
     * Statements that bring their position along, and the cursor of a page, which holds it: with the annotations all that a
     * feature knows. {@link #anotherFeatureKnowsNoMore}.
     */
    private static final DescribedPredicate<JavaClass> POSITIONED =
            belongToAnyOf(Sql.class, Sql.Row.class, PositionedSelect.class, PositionedWrite.class, PageToken.class);

    @ArchTest
    static final ArchRule USER =
            only("user", "http", "idempotency", "problem", "setting").or(ROUTING_ANNOTATION.or(POSITIONED));

    /** Teams, which only tests have; their tests may know all. */
    @ArchTest
    static void anotherFeatureKnowsNoMore(JavaClasses ours) {
        JavaClasses teams = new ClassFileImporter()
                .importPackages("io.userservice.team")
                .that(DescribedPredicate.not(simpleNameEndingWith("Test")));
        only("team", "access", "http", "idempotency", "problem")
                .or(ROUTING_ANNOTATION.or(POSITIONED))
                .allowEmptyShould(false)
                .check(teams);
    }

    @ArchTest
    static final ArchRule IDEMPOTENCY =
            only("idempotency", "problem", "setting").rule();

    @ArchTest
    static final ArchRule HTTP =
            only("http", "meter", "problem", "setting", "start", "trace").rule();

    @ArchTest
    static final ArchRule ACCESS = only("access", "problem", "start").rule();

    @ArchTest
    static final ArchRule CALL =
            only("call", "routing", "consistency", "replication", "problem").rule();

    @ArchTest
    static final ArchRule ROUTING = only(
                    "routing", "consistency", "replication", "meter", "problem", "setting", "trace")
            .rule();

    @ArchTest
    static final ArchRule CONSISTENCY = only("consistency", "replication", "meter", "problem", "setting", "trace")
            .rule();

    @ArchTest
    static final ArchRule REPLICATION =
            only("replication", "datasource", "meter", "setting", "start").rule();

    @ArchTest
    static final ArchRule LIVE = only("live", "routing", "consistency", "replication", "problem", "setting", "start")
            .rule();

    @ArchTest
    static final ArchRule MIGRATION = only("migration", "replication", "datasource", "meter", "setting", "start")
            .rule();

    @ArchTest
    static final ArchRule DATASOURCE = only("datasource", "setting", "start").rule();

    @ArchTest
    static final ArchRule AWS = only("aws", "replication", "setting", "start")
            .or(ROUTING_ANNOTATION.or(POSITIONED).or(belongToAnyOf(Reason.class)));

    @ArchTest
    static final ArchRule MAINTENANCE =
            only("maintenance", "routing", "replication", "problem", "setting").rule();

    @ArchTest
    static final ArchRule METER = only("meter").rule();

    /** There each gets its help, and a name like all others. */
    @ArchTest
    static final ArchRule METERS_ARE_MADE_IN_ONE_PLACE = noClasses()
            .that()
            .resideOutsideOfPackage("io.userservice.meter..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("io.micrometer.core.instrument.MeterRegistry");

    @ArchTest
    static final ArchRule PROBLEM = only("problem", "trace").rule();

    @ArchTest
    static final ArchRule TRACE = only("trace").rule();

    @ArchTest
    static final ArchRule SETTING = only("setting", "start").rule();

    @ArchTest
    static final ArchRule START = only("start").rule();

    @ArchTest
    static final ArchRule DEVCLUSTER = only("devcluster").rule();

    @ArchTest
    static final ArchRule NO_CYCLES_OF_PACKAGES =
            slices().matching("io.userservice.(*)..").should().beFreeOfCycles();

    /** A class with those that are nested in it. */
    @ArchTest
    static final ArchRule NO_CYCLES_OF_CLASSES = slices().assignedFrom(new SliceAssignment() {
                @Override
                public SliceIdentifier getIdentifierOf(JavaClass type) {
                    String outermost = type.getName().replaceAll("[$\\[;].*", "");
                    return outermost.startsWith("io.userservice.")
                            ? SliceIdentifier.of(outermost)
                            : SliceIdentifier.ignore();
                }

                @Override
                public String getDescription() {
                    return "outermost classes";
                }
            })
            .should()
            .beFreeOfCycles();

    @ArchTest
    static void noPackageHasMoreThan18Files(JavaClasses classes) {
        Map<String, Long> files = classes.stream()
                .filter(type -> type.getEnclosingClass().isEmpty()
                        && !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        files.values().removeIf(count -> count <= MOST_FILES);
        assertEquals(Map.of(), files);
    }

    private static final int MOST_FILES = 18;

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
