package io.userservice.aws;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A password for RDS or RDS Proxy, signed with the credentials of IAM and valid for 15 minutes (the IAM user guide,
 * "Create a signed AWS API request"; the RDS user guide, "Connecting to your DB instance using IAM authentication"). Pure.
 */
final class IamToken {

    /** Whose signature it is. */
    record Credentials(
            String accessKeyId,
            String secretAccessKey,
            @Nullable String sessionToken) {

        @Override
        public String toString() {
            return accessKeyId;
        }
    }

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private IamToken() {}

    /** The token with which the user may log in to the server, on that port, from now on. */
    static String of(String host, int port, String user, String region, Credentials credentials, Instant now) {
        String time = TIME.format(now);
        String date = time.substring(0, 8);
        String scope = date + "/" + region + "/rds-db/aws4_request";
        Map<String, String> parameters = new TreeMap<>();
        parameters.put("Action", "connect");
        parameters.put("DBUser", user);
        parameters.put("X-Amz-Algorithm", ALGORITHM);
        parameters.put("X-Amz-Credential", credentials.accessKeyId() + "/" + scope);
        parameters.put("X-Amz-Date", time);
        parameters.put("X-Amz-Expires", "900");
        parameters.put("X-Amz-SignedHeaders", "host");
        if (credentials.sessionToken() != null) {
            parameters.put("X-Amz-Security-Token", credentials.sessionToken());
        }
        String server = host + ":" + port;
        String query = parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue()))
                .collect(Collectors.joining("&"));
        String request = String.join(
                "\n",
                "GET",
                "/",
                query,
                "host:" + server,
                "",
                "host",
                HexFormat.of().formatHex(sha256("")));
        String toSign = String.join("\n", ALGORITHM, time, scope, HexFormat.of().formatHex(sha256(request)));
        byte[] key = ("AWS4" + credentials.secretAccessKey()).getBytes(StandardCharsets.UTF_8);
        for (String part : new String[] {date, region, "rds-db", "aws4_request"}) {
            key = hmac(key, part);
        }
        return server + "/?" + query + "&X-Amz-Signature=" + HexFormat.of().formatHex(hmac(key, toSign));
    }

    /** As RFC 3986 has it, where forms have {@code +} for a space. */
    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
