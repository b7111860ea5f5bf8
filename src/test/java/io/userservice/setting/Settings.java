package io.userservice.setting;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.common.utils.StringUtil;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.jwt.config.Names;

/** The settings of the service, as its configuration classes and its configuration files have them. */
public final class Settings {

    private static final List<ConfigClass> CLASSES = new ClassFileImporter()
            .importPackages("io.userservice").stream()
                    .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                    .map(JavaClass::reflect)
                    .map(ConfigClass::configClass)
                    .toList();

    /** These nobody sets: the service fills them in, so that they are checked before anything starts. */
    private static final List<String> FILLED_IN = List.of(
            "user-service.primary.url",
            "user-service.primary.pools",
            "user-service.replicas.\"replica-1\".url",
            "user-service.database.iam-missing",
            "user-service.migrate-at-start");

    private static final List<String> OF_TOKENS =
            List.of(Names.VERIFIER_PUBLIC_KEY_LOCATION, Names.VERIFIER_PUBLIC_KEY, Names.ISSUER, Names.AUDIENCES);

    private Settings() {}

    /** All classes that map a part of the configuration. */
    static List<ConfigClass> classes() {
        return CLASSES;
    }

    /** Every property of ours, with its default, or nothing where there is none. */
    public static Map<String, String> ours() throws IOException {
        Map<String, String> defaults = new TreeMap<>();
        CLASSES.forEach(type -> type.getProperties()
                .forEach((name, value) -> defaults.put(property(name), value == null ? "" : value)));
        FILLED_IN.forEach(defaults::remove);
        ofService().forEach((name, value) -> defaults.computeIfPresent(name, (same, ofClass) -> value));
        return defaults;
    }

    /** As one writes it: a list in one value, and a replica by the name of its slot. */
    private static String property(String name) {
        return name.replace("[*]", "").replace("*", "\"replica-1\"");
    }

    /** What {@code application.properties} says for production. */
    public static Map<String, String> ofService() throws IOException {
        return file("src/main/resources/application.properties");
    }

    /** What the package for AWS Lambda says in its place. */
    static Map<String, String> ofFunction() throws IOException {
        return file("deploy/lambda/resources/META-INF/microprofile-config.properties");
    }

    /** Every property that Quarkus, its extensions, and what verifies tokens read at run time, with its default, or nothing. */
    public static Map<String, String> ofQuarkus() throws IOException {
        Map<String, String> defaults = new TreeMap<>();
        for (URL roots :
                Collections.list(Settings.class.getClassLoader().getResources("META-INF/quarkus-config-roots.list"))) {
            for (String name : lines(roots)) {
                Class<?> type = type(name);
                if (type.isAnnotationPresent(ConfigMapping.class)
                        && type.getAnnotation(ConfigRoot.class).phase() == ConfigPhase.RUN_TIME) {
                    ConfigClass.configClass(type)
                            .getProperties()
                            .forEach((property, value) ->
                                    defaults.put(property.replace("*", "\"replica-1\""), value == null ? "" : value));
                }
            }
        }
        OF_TOKENS.forEach(property -> defaults.put(property, ""));
        return defaults;
    }

    private static List<String> lines(URL file) throws IOException {
        try (InputStream in = file.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name, false, Settings.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    /** The environment variable for a property. */
    static String environment(String property) {
        return StringUtil.replaceNonAlphanumericByUnderscores(property).toUpperCase(Locale.ROOT);
    }

    /** The environment variable for a property; that of a replica for all of them. */
    public static String variable(String property) {
        return environment(property)
                .replaceAll("^EACH_SERVER_", "QUARKUS_DATASOURCE_")
                .replaceAll("^EACH_REPLICA_", "QUARKUS_DATASOURCE__REPLICA_n__")
                .replaceAll("_REPLICA_\\d_", "_REPLICA_n_");
    }

    private static Map<String, String> file(String path) throws IOException {
        Properties all = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(path))) {
            all.load(reader);
        }
        return all.stringPropertyNames().stream()
                .filter(name -> !name.startsWith("%") || name.startsWith("%prod."))
                .collect(Collectors.toMap(name -> name.replace("%prod.", ""), all::getProperty));
    }
}
