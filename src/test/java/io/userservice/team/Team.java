package io.userservice.team;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.UUID;
import org.hibernate.annotations.UuidGenerator;

/** A row of {@code teams}. */
@Entity
@Table(name = "teams")
public class Team {

    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @Version
    private int version;

    private String name;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected Team() {}

    @SuppressWarnings("NullAway.Init")
    Team(String name) {
        this.name = name;
    }

    public UUID getId() {
        return id;
    }

    public int getVersion() {
        return version;
    }

    public String getName() {
        return name;
    }

    void setName(String name) {
        this.name = name;
    }
}
