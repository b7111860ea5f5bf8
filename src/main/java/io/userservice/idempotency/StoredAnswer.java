package io.userservice.idempotency;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of {@code first_answers}: the answer to the first request with an {@code Idempotency-Key}. Not thread-safe. */
@Entity
@Table(name = "first_answers")
public class StoredAnswer {

    /** A hash of the key and its sender, so that nobody can get the answer of somebody else. */
    @Id
    private String id;

    /** A hash of the request. */
    private String request;

    private String answer;

    @Column(name = "expires_at")
    private Instant expiresAt;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected StoredAnswer() {}

    StoredAnswer(String id, String request, String answer, Instant expiresAt) {
        this.id = id;
        this.request = request;
        this.answer = answer;
        this.expiresAt = expiresAt;
    }

    boolean isTo(String request) {
        return this.request.equals(request);
    }

    /** The body, as JSON. */
    String answer() {
        return answer;
    }

    boolean isExpired(Instant now) {
        return !now.isBefore(expiresAt);
    }
}
