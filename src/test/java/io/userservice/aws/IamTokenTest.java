package io.userservice.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.userservice.aws.IamToken.Credentials;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class IamTokenTest {

    private static final Instant NOW = Instant.parse("2016-11-07T17:39:33Z");

    /** The known answer of botocore's own test (tests/unit/test_signers.py), with the parameters sorted. */
    @Test
    void isWhatAwsMakes() {
        assertEquals(
                "prod-instance.us-east-1.rds.amazonaws.com:3306/?Action=connect&DBUser=someusername"
                        + "&X-Amz-Algorithm=AWS4-HMAC-SHA256"
                        + "&X-Amz-Credential=akid%2F20161107%2Fus-east-1%2Frds-db%2Faws4_request"
                        + "&X-Amz-Date=20161107T173933Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host"
                        + "&X-Amz-Signature=d1138cdbc0ca63eec012ec0fc6c2267e03642168f5884a7795320d4c18374c61",
                token(new Credentials("akid", "skid", null)));
    }

    @Test
    void namesTheSessionItIsOfWhereThereIsOne() {
        String token = token(new Credentials("akid", "skid", "a+b/c="));
        assertTrue(token.contains("&X-Amz-Security-Token=a%2Bb%2Fc%3D&X-Amz-SignedHeaders="), token);
    }

    @Test
    void credentialsDoNotShowTheirSecret() {
        assertEquals("akid", new Credentials("akid", "skid", "session").toString());
    }

    private static String token(Credentials credentials) {
        return IamToken.of(
                "prod-instance.us-east-1.rds.amazonaws.com", 3306, "someusername", "us-east-1", credentials, NOW);
    }
}
