package io.userservice.user;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.UUIDSerializer;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.userservice.http.JsonTime;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;

/**
 * A user as clients see it.
 *
 * @param id a UUIDv7 in lower case
 * @param values a member each, which is always there; null if the user has none
 * @param version counts the changes, from 0
 * @param createdAt UTC, always with six digits of a second, so that times sort as text
 * @param updatedAt as {@code createdAt}; equal to it until the first change
 */
@JsonSerialize(using = UserView.Writer.class)
@JsonDeserialize(using = UserView.Reader.class)
public record UserView(UUID id, UserValues values, int version, Instant createdAt, Instant updatedAt) {

    static UserView of(User user) {
        return new UserView(
                user.getId(),
                UserValues.of(field -> field.get(user)),
                user.getVersion(),
                user.getCreatedAt(),
                user.getUpdatedAt());
    }

    /** By hand, so that the members follow from the list of fields, without reflection. */
    @RegisterForReflection // Jackson makes it by its name, as it does the reader
    static final class Writer extends JsonSerializer<UserView> {

        private static final SerializedString ID = new SerializedString("id");
        private static final SerializedString VERSION = new SerializedString("version");
        private static final SerializedString CREATED_AT = new SerializedString("createdAt");
        private static final SerializedString UPDATED_AT = new SerializedString("updatedAt");
        private static final UUIDSerializer UUIDS = new UUIDSerializer();
        private static final JsonTime TIMES = new JsonTime();

        @Override
        public void serialize(UserView user, JsonGenerator json, SerializerProvider serializers) throws IOException {
            json.writeStartObject();
            json.writeFieldName(ID);
            UUIDS.serialize(user.id, json, serializers);
            user.values.writeMembers(json);
            json.writeFieldName(VERSION);
            json.writeNumber(user.version);
            json.writeFieldName(CREATED_AT);
            TIMES.serialize(user.createdAt, json, serializers);
            json.writeFieldName(UPDATED_AT);
            TIMES.serialize(user.updatedAt, json, serializers);
            json.writeEndObject();
        }
    }

    /** Reads an answer that was stored, perhaps by a version that knew other fields. */
    @RegisterForReflection
    static final class Reader extends JsonDeserializer<UserView> {
        @Override
        public UserView deserialize(JsonParser json, DeserializationContext context) throws IOException {
            JsonNode user = json.readValueAsTree();
            return new UserView(
                    UUID.fromString(user.path("id").textValue()),
                    UserValues.of(field -> user.path(field.text()).textValue()),
                    user.path("version").intValue(),
                    Instant.parse(user.path("createdAt").textValue()),
                    Instant.parse(user.path("updatedAt").textValue()));
        }
    }
}
