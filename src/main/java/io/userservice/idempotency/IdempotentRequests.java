package io.userservice.idempotency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.userservice.problem.Problem;
import io.userservice.problem.Problem.Violation;
import io.userservice.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.SecurityContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Principal;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hibernate.Session;

/**
 * Makes a POST with an {@code Idempotency-Key} happen once, however often it is sent (draft-ietf-httpapi-idempotency-key-header).
 * The first answer is stored in the same transaction as what it describes: either both are there or neither is. Thread-safe.
 */
@ApplicationScoped
public class IdempotentRequests {

    static final String HEADER = "Idempotency-Key";

    /** A string as in RFC 9651 section 3.3.3, without escapes; most clients leave out the quotes. */
    private static final Pattern KEY = Pattern.compile("\"([ !#-\\[\\]-~]{1,255})\"|([!#-\\[\\]-~]{1,255})");

    /**
     * A second request with the same key must not wait for the first, because it would hold a connection meanwhile. The
     * advisory lock (PostgreSQL's documentation, chapter 13.3.5) ends with the transaction. The statement also deletes some
     * expired answers: a function on Lambda has no background job for that.
     */
    private static final String LOCK = """
            with expired as (
                delete from first_answers where id in (
                    select id from first_answers where expires_at <= :now
                    order by expires_at limit 100 for update skip locked))
            select pg_try_advisory_xact_lock(hashtextextended(:id, 0))
            """;

    private final Session session;
    private final ObjectMapper json;
    private final IdempotencyConfig config;
    private final InstantSource clock;

    IdempotentRequests(Session session, ObjectMapper json, IdempotencyConfig config, InstantSource clock) {
        this.session = session;
        this.json = json;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Runs the operation, or returns the stored answer if it ran before. With a key it runs in a transaction: that around
     * it, or a new one.
     *
     * @param operation its name; the same key with another operation is another request
     * @throws Problem 409 while the same request runs, 422 if the key came with another one
     */
    public <T> T once(
            HttpHeaders headers,
            SecurityContext security,
            String operation,
            Object request,
            Class<T> type,
            Supplier<T> first) {
        List<String> given = headers.getRequestHeader(HEADER);
        if (given == null || given.isEmpty()) {
            return first.get();
        }
        Principal caller = security.getUserPrincipal();
        String id = id(caller == null ? "" : caller.getName(), key(given));
        return QuarkusTransaction.joiningExisting().call(() -> once(id, operation, request, type, first));
    }

    private <T> T once(String id, String operation, Object request, Class<T> type, Supplier<T> first) {
        if (!lock(id)) {
            throw new Problem(ProblemType.REQUEST_IN_PROGRESS, "The first request with this key is not finished");
        }
        String hash = sha256(operation + write(request));
        StoredAnswer stored = session.find(StoredAnswer.class, id);
        if (stored != null && !stored.isExpired(clock.instant())) {
            if (!stored.isTo(hash)) {
                throw new Problem(ProblemType.IDEMPOTENCY_KEY_REUSED, "Another body was sent with this key before");
            }
            return read(stored.answer(), type);
        }
        if (stored != null) {
            session.remove(stored);
            session.flush();
        }
        T answer = first.get();
        session.persist(
                new StoredAnswer(id, hash, write(answer), clock.instant().plus(config.keep())));
        return answer;
    }

    private boolean lock(String id) {
        return session.createNativeQuery(LOCK, Boolean.class)
                .setParameter("now", clock.instant())
                .setParameter("id", id)
                .getSingleResult();
    }

    public static String id(String caller, String key) {
        return sha256(caller + '\n' + key);
    }

    private static String key(List<String> given) {
        Matcher key = KEY.matcher(given.get(0).strip());
        if (given.size() > 1 || !key.matches()) {
            throw Problem.invalid(List.of(
                    new Violation(HEADER, "must be one string of 1 to 255 visible ASCII characters, such as a UUID")));
        }
        return key.group(1) != null ? key.group(1) : key.group(2);
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private <T> T read(String answer, Class<T> type) {
        try {
            return json.readValue(answer, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
