package io.userservice.user;

import static java.util.Objects.requireNonNull;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Generated;
import org.hibernate.annotations.UuidGenerator;
import org.hibernate.generator.EventType;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code users}. Not thread-safe, as any entity.
 *
 * <p>The times are the primary's, to the microsecond: it is the one clock that all writers share, and what it stored comes
 * back with the insert or update itself. {@code statement_timestamp()}, not {@code current_timestamp}: a transaction that
 * waited for another's lock began before that other one ended, and would take {@code updatedAt} backwards.
 */
@Entity
@Table(name = "users")
public class User {

    /** A UUIDv7 (RFC 9562 section 5.7): ordered by time of creation, made here because PostgreSQL has it from 18 on only. */
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @Version
    private int version;

    private String email;

    private @Nullable String name;

    /** What others are compared with, see {@link UserRules#key}. */
    @Column(name = "email_key")
    private @Nullable String emailKey;

    @Column(name = "name_key")
    private @Nullable String nameKey;

    /** As {@code updatedAt}, or a version before the keys wrote the row since: then a trigger has made them. */
    @Column(name = "keyed_at")
    @Generated(
            event = {EventType.INSERT, EventType.UPDATE},
            sql = "statement_timestamp()")
    private @Nullable Instant keyedAt;

    @Column(name = "created_at", updatable = false)
    @Generated(event = EventType.INSERT, sql = "statement_timestamp()")
    private Instant createdAt;

    @Column(name = "updated_at")
    @Generated(
            event = {EventType.INSERT, EventType.UPDATE},
            sql = "statement_timestamp()")
    private Instant updatedAt;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected User() {}

    public UUID getId() {
        return id;
    }

    public int getVersion() {
        return version;
    }

    public String getEmail() {
        return email;
    }

    void setEmail(@Nullable String required) {
        email = requireNonNull(required);
        emailKey = UserRules.key(email);
    }

    public @Nullable String getName() {
        return name;
    }

    void setName(@Nullable String name) {
        this.name = name;
        nameKey = name == null ? null : UserRules.key(name);
    }

    public Instant getCreatedAt() {
        return createdAt;
    }

    public Instant getUpdatedAt() {
        return updatedAt;
    }
}
