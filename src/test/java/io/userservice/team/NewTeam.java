package io.userservice.team;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The body of POST and PUT: a plain record. */
public record NewTeam(@JsonProperty(required = true) String name) {

    public NewTeam {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name must have a visible character");
        }
    }
}
