package io.userservice.start;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import java.util.stream.Collectors;

/** Nobody can refuse a setting too late: nothing of a start comes before the judge, and nobody else ends it. */
@AnalyzeClasses(packages = "io.userservice", importOptions = DoNotIncludeTests.class)
class JudgedFirstTest {

    /** Or it would be told alone, and who knows when. Not what a server refuses: that is known only once it was asked. */
    @ArchTest
    static final ArchRule SETTINGS_ARE_JUDGED_IN_ONE_PLACE = noClasses()
            .that()
            .resideOutsideOfPackage("io.userservice.start..")
            .and()
            .doNotHaveFullyQualifiedName("io.userservice.migration.Migration")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ConfigurationException.class);

    @ArchTest
    static void nothingOfAStartComesBeforeTheJudge(JavaClasses classes) {
        Set<String> first = classes.stream()
                .flatMap(type -> type.getMethods().stream())
                .flatMap(method -> method.getParameters().stream())
                .filter(parameter -> parameter.isAnnotatedWith(Observes.class)
                        && parameter.getRawType().isEquivalentTo(StartupEvent.class))
                .filter(parameter -> parameter
                        .tryGetAnnotationOfType(Priority.class)
                        .map(priority -> priority.value() <= StartOrder.JUDGE)
                        .orElse(false))
                .map(parameter -> parameter.getOwner().getOwner().getSimpleName())
                .collect(Collectors.toSet());
        assertEquals(Set.of("Judge"), first);
    }
}
