package io.userservice.routing;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Something to write. */
@Entity
@Table(name = "note")
class Note {

    @Id
    private long id;

    private String text = "";

    protected Note() {}

    Note(long id, String text) {
        this.id = id;
        this.text = text;
    }

    void rewrite(String newText) {
        this.text = newText;
    }
}
