package io.userservice.user;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;

/** A row of {@code first_answers}: what the first request with an {@code Idempotency-Key} was answered. Not thread-safe. */
@Entity
@Table(name = "first_answers")
@IdClass(FirstAnswer.Key.class)
public class FirstAnswer {
    /**
     * Names a request.
     *
     * @param caller who sent it, so that nobody can ask for another's answer; empty without authentication
     * @param key the {@code Idempotency-Key} that came with it
     */
    public record Key(String caller, String key) {}

    @Id
    private String caller;

    @Id
    private String key;

    private byte[] fingerprint;

    private String answer;

    @Column(name = "expires_at")
    private Instant expiresAt;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected FirstAnswer() {}

    FirstAnswer(Key key, byte[] fingerprint, String answer, Instant expiresAt) {
        this.caller = key.caller();
        this.key = key.key();
        this.fingerprint = fingerprint;
        this.answer = answer;
        this.expiresAt = expiresAt;
    }

    boolean isTo(byte[] request) {
        return Arrays.equals(fingerprint, request);
    }

    /** The body, as JSON. */
    String answer() {
        return answer;
    }

    boolean isExpired(Instant now) {
        return !now.isBefore(expiresAt);
    }
}
