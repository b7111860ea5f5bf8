package io.userservice.replication;

import java.util.List;
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
    static final List<String> ALL = List.of(REGION, KEY, SECRET);

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
