package io.userservice.user;

import com.fasterxml.jackson.core.io.SerializedString;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one list of what clients write of a user, all of it text: the bodies of POST, PUT and PATCH, the items of a batch, the
 * answers and the SQL follow from it, in this order. Immutable.
 */
@SuppressWarnings("ImmutableEnumChecker") // its functions keep nothing
enum UserField {
    EMAIL("email", true, true, UserRules::ofEmail, User::getEmail, User::setEmail),
    NAME("name", false, true, UserRules::ofName, User::getName, User::setName);

    /** {@link #values()} makes a copy each time. */
    static final List<UserField> ALL = List.of(values());

    static final List<UserField> KEYED =
            Stream.of(values()).filter(field -> field.keyed).toList();

    private final SerializedString name;
    private final boolean required;
    private final boolean keyed;
    private final Function<String, @Nullable String> rule;
    private final Function<User, @Nullable String> getter;
    private final BiConsumer<User, @Nullable String> setter;

    /**
     * A field.
     *
     * @param name in JSON and of the column
     * @param required whether every user has one
     * @param keyed whether it is compared, sorted or searched by a {@link UserRules#key}, in a column of its own
     * @param rule what a text must be that is none; null for one that is
     */
    UserField(
            String name,
            boolean required,
            boolean keyed,
            Function<String, @Nullable String> rule,
            Function<User, @Nullable String> getter,
            BiConsumer<User, @Nullable String> setter) {
        this.name = new SerializedString(name);
        this.required = required;
        this.keyed = keyed;
        this.rule = rule;
        this.getter = getter;
        this.setter = setter;
    }

    /** The field with this name in JSON; null if there is none. */
    static @Nullable UserField of(String name) {
        for (UserField field : ALL) {
            if (field.text().equals(name)) {
                return field;
            }
        }
        return null;
    }

    /** As it is written in JSON, and the name of the column. */
    String text() {
        return name.getValue();
    }

    /** The same, as Jackson writes it fastest. */
    SerializedString json() {
        return name;
    }

    boolean isRequired() {
        return required;
    }

    /** What a text must be to be a value; null if it is one. */
    @Nullable
    String brokenBy(String text) {
        return rule.apply(text);
    }

    @Nullable
    String get(User user) {
        return getter.apply(user);
    }

    void set(User user, @Nullable String value) {
        setter.accept(user, value);
    }
}
