package io.userservice.setting;

import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;

/** Takes the name of a group of replicas, which nobody is to take for that of a single one. Thread-safe. */
public class GroupName implements Converter<String> {

    private static final long serialVersionUID = 1L;
    private static final Pattern NAME = Pattern.compile("(?!replica|primary)[a-z][a-z0-9-]{0,39}");

    /** Whether a group may have that name. */
    public static boolean isOne(String name) {
        return NAME.matcher(name).matches();
    }

    /** The name, or {@link IllegalArgumentException}. */
    @Override
    public String convert(String name) {
        if (!isOne(name)) {
            throw new IllegalArgumentException(
                    "must be a name such as reporting, of up to 40 letters a to z, digits and -,"
                            + " that begins neither with replica nor with primary, and not " + name);
        }
        return name;
    }
}
