package io.userservice.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Says why no key was found where one should be. */
final class KeyLocation {

    private static final String LOCATION = "MP_JWT_VERIFY_PUBLICKEY_LOCATION (mp.jwt.verify.publickey.location)";
    private static final String KEY = "MP_JWT_VERIFY_PUBLICKEY (mp.jwt.verify.publickey)";
    private static final String ALGORITHM = " for the algorithm of MP_JWT_VERIFY_PUBLICKEY_ALGORITHM"
            + " (mp.jwt.verify.publickey.algorithm), which is RS256 unless it is set";
    private static final String WRITE =
            ". Write the path of a file with a public key (PEM or JWK), or the https URL of a JWKS";

    private KeyLocation() {}

    /**
     * What is wrong, and what to write.
     *
     * @param location as it is set, no URL of a server; null if the key itself is set
     */
    static String advice(@Nullable String location) {
        return location == null
                ? KEY + " is no public key (PEM or JWK)" + ALGORITHM
                : LOCATION + " is " + location + ": " + wrong(location.replaceFirst("^file:(?://)?", "")) + WRITE;
    }

    private static String wrong(String path) {
        try {
            Path file = Path.of(path);
            if (!Files.exists(file)) {
                return "there is no such file";
            }
            if (Files.isDirectory(file)) {
                return "that is a directory";
            }
            if (Files.readString(file).contains("PRIVATE KEY")) {
                return "that file has a private key, and tokens are verified with the public one";
            }
        } catch (IOException e) {
            return "that file cannot be read (" + e.getClass().getSimpleName() + ")";
        } catch (InvalidPathException e) {
            return "that is no path";
        }
        return "that file has no public key" + ALGORITHM;
    }
}
