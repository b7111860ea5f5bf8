package io.userservice.trace;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the header {@code traceparent}: W3C Trace Context, section 3.2. Pure. */
final class TraceParent {

    /** The header's name. */
    static final String HEADER = "traceparent";

    /** Version, trace, parent and flags in lower case; a later version may go on after another hyphen. */
    private static final Pattern FORM =
            Pattern.compile("(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");

    private static final String FIRST_VERSION = "00";

    private TraceParent() {}

    /** The trace's id, 32 hexadecimal digits; null if there is not exactly one header, or it is not as the standard has it. */
    static @Nullable String traceId(List<String> headers) {
        if (headers.size() != 1) {
            return null;
        }
        Matcher header = FORM.matcher(headers.get(0));
        if (!header.matches() || (FIRST_VERSION.equals(header.group(1)) && header.group(3) != null)) {
            return null;
        }
        return header.group(2);
    }
}
