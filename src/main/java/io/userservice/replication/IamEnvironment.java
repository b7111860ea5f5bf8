package io.userservice.replication;

import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * What a token of IAM is made of, in the environment. As for {@link PrimaryConfig}, what is missing is told before anything
 * starts and connects: converts the names of what is missing, and takes {@link #NOTHING} only.
 */
public final class IamEnvironment implements Converter<String> {

    private static final long serialVersionUID = 1L;

    static final String MISSING = "user-service.database.iam-missing";
    static final String NOTHING = "none";

    static final String REGION = "AWS_REGION";
    static final String KEY = "AWS_ACCESS_KEY_ID";
    static final String SECRET = "AWS_SECRET_ACCESS_KEY";
    /** Where credentials are if they are not in these two: so it is in a function that starts from a snapshot. */
    static final String ADDRESS = "AWS_CONTAINER_CREDENTIALS_FULL_URI";

    /** The names of what is missing, or {@link #NOTHING}. */
    static String missing(Predicate<String> isSet) {
        Stream<String> needed = isSet.test(ADDRESS) ? Stream.of(REGION) : Stream.of(REGION, KEY, SECRET);
        String missing = needed.filter(isSet.negate()).collect(Collectors.joining(", "));
        return missing.isEmpty() ? NOTHING : missing;
    }

    @Override
    public String convert(String missing) {
        if (!missing.equals(NOTHING)) {
            throw new IllegalArgumentException("user-service.database.iam-auth needs " + missing
                    + " in the environment, where Lambda puts them. Set them, or a password and"
                    + " user-service.database.iam-auth=false");
        }
        return missing;
    }
}
