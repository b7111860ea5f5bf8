package io.userservice.setting;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.util.List;

/** The settings of the service, as its configuration classes have them. */
final class Settings {

    private static final List<ConfigClass> CLASSES = new ClassFileImporter()
            .importPackages("io.userservice").stream()
                    .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                    .map(JavaClass::reflect)
                    .map(ConfigClass::configClass)
                    .toList();

    private Settings() {}

    /** All that map a part of the configuration. */
    static List<ConfigClass> classes() {
        return CLASSES;
    }
}
