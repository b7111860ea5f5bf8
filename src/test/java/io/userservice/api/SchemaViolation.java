package io.userservice.api;

import com.networknt.schema.Error;

/** What a value has that its schema has not, in few words, the thing itself first. Pure. */
final class SchemaViolation {

    private SchemaViolation() {}

    /** The same words for all values that break the schema so: places in arrays are one, and values are left out. */
    static String words(Error violation) {
        String schema = violation
                .getSchemaLocation()
                .toString()
                .replaceFirst(".*#/components/\\w+/([^/]+)/.*", "the schema $1")
                .replaceFirst(".*#.*", "its schema");
        String place = violation
                .getInstanceLocation()
                .toString()
                .replaceAll("/\\d+(?=/|$)", "[]")
                .replace('/', '.')
                .replaceFirst("^\\.", "");
        String at = place.isEmpty() ? "" : ", at " + place;
        return switch (violation.getKeyword()) {
            case "additionalProperties" -> "property " + violation.getProperty() + " is not in " + schema + at;
            case "required" -> "property " + violation.getProperty() + " is missing, required by " + schema + at;
            default -> (place.isEmpty() ? "the value" : place) + " breaks " + violation.getKeyword() + " of " + schema;
        };
    }
}
