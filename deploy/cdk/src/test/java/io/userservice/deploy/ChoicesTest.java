package io.userservice.deploy;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.userservice.deploy.choice.Choices;
import io.userservice.deploy.choice.Engine;
import io.userservice.deploy.choice.Size;
import io.userservice.deploy.choice.Stage;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awscdk.App;
import software.amazon.awscdk.services.rds.AuroraPostgresEngineVersion;
import software.amazon.awscdk.services.rds.PostgresEngineVersion;

class ChoicesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    size=huge                                | context size=huge: must be one of [small, standard, large]
                    stage=prod                               | context stage=prod: must be one of [production, test]
                    engine=mysql                             | context engine=mysql: must be one of [rds, aurora]
                    lambda=python                            | context lambda=python: must be one of [native, java25]
                    processor=riscv                          | context processor=riscv: must be one of [arm64, x86_64]
                    replicas=0                               | context replicas=0: must be 1 to 8, as many as the service has slots
                    replicas=9                               | context replicas=9: must be 1 to 8, as many as the service has slots
                    replicas=two                             | context replicas=two: must be 1 to 8, as many as the service has slots
                    engine=aurora maxReplicas=1              | context maxReplicas=1: must be 2 to 15, and more than replicas only with engine=aurora
                    engine=aurora maxReplicas=16             | context maxReplicas=16: must be 2 to 15, and more than replicas only with engine=aurora
                    engine=aurora maxReplicas=many           | context maxReplicas=many: must be 2 to 15, and more than replicas only with engine=aurora
                    maxReplicas=4                            | context maxReplicas=4: must be 2 to 15, and more than replicas only with engine=aurora
                    """)
    void aWrongValueIsToldWhatToWrite(String context, String told) {
        assertEquals(told, refused(context));
    }

    @ParameterizedTest
    @CsvSource({
        "engine=rds engineVersion=15.4",
        "engine=rds engineVersion=18",
        "engine=rds engineVersion=99.9",
        "engine=aurora engineVersion=18.3"
    })
    void aVersionThatCdkDoesNotKnowIsToldWhichItKnows(String context) {
        Engine engine = context.contains("aurora") ? Engine.AURORA : Engine.RDS;
        String version = context.substring(context.lastIndexOf('=') + 1);
        assertEquals(
                "context engineVersion=%s: must be one of %s with engine=%s"
                        .formatted(version, engine.versions(), engine == Engine.RDS ? "rds" : "aurora"),
                refused(context));
    }

    /** A newer CDK is to be noticed, and is to upgrade nobody's database. */
    @ParameterizedTest
    @EnumSource
    void theVersionIsTheNewestThatCdkKnows(Engine engine) {
        List<String> versions = engine.versions();
        assertEquals(versions.get(versions.size() - 1), engine.version());
        assertEquals(
                List.of(),
                versions.stream().filter(version -> version.startsWith("15")).toList());
    }

    @Test
    void theReadmeSaysWhatIsChosenAndWhichVersionNobodyChooses() {
        Map<String, String> defaults = MarkdownTable.in("../README.md", "| Choice | Default | |").rows().stream()
                .collect(toMap(row -> row.get(0).replace("`", ""), row -> row.get(1)));
        assertEquals(
                Arrays.stream(Choices.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .collect(toSet()),
                defaults.keySet());
        assertEquals(
                "RDS `%s`, Aurora `%s`".formatted(Engine.RDS.version(), Engine.AURORA.version()),
                defaults.get("engineVersion"));
    }

    @Test
    void aVersionIsTheOneThatCdkHasUnderThatName() {
        assertEquals(
                "17.9", Engine.RDS.constant("17.9", PostgresEngineVersion.class).getPostgresFullVersion());
        assertEquals(
                "16.13",
                Engine.AURORA
                        .constant("16.13", AuroraPostgresEngineVersion.class)
                        .getAuroraPostgresFullVersion());
    }

    @Test
    void anotherVersionIsTheDatabases() {
        Synthesis rds = Synthesis.of("engineVersion=17.9");
        assertEquals(
                "17.9",
                rds.resources(rds.stacks.shared(), "AWS::RDS::DBInstance")
                        .get("DatabasePrimary")
                        .get("EngineVersion"));
        assertEquals(
                "postgres17",
                rds.only(rds.stacks.shared(), "AWS::RDS::DBParameterGroup").get("Family"));
    }

    @ParameterizedTest
    @CsvSource({"SMALL, 1", "STANDARD, 2", "LARGE, 3"})
    void theSizeSaysHowManyReplicasUnlessTheyAreChosen(Size size, int replicas) {
        assertEquals(
                replicas, Choices.of(Synthesis.app("size=" + size).getNode()).replicas());
        assertEquals(
                5,
                Choices.of(Synthesis.app("size=" + size, "replicas=5").getNode())
                        .replicas());
    }

    @Test
    void whatNobodyChoosesIsForProduction() {
        Choices choices = Choices.of(App.Builder.create().build().getNode());
        assertEquals(Size.STANDARD, choices.size());
        assertEquals(Stage.PRODUCTION, choices.stage());
        assertEquals(Engine.RDS, choices.engine());
    }

    @Test
    void aNumberInTheFileIsAsGoodAsOneOnTheCommandLine() {
        App app = App.Builder.create().context(Map.of("replicas", 5)).build();
        assertEquals(5, Choices.of(app.getNode()).replicas());
    }

    private static String refused(String context) {
        App app = Synthesis.app(context.split(" "));
        return assertThrows(IllegalArgumentException.class, () -> Choices.of(app.getNode()))
                .getMessage();
    }
}
