package io.userservice.meter;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A query in PromQL, of which only the names of metrics are of interest. */
record Expression(String text) {

    /** What is in quotes, in braces, or a range; what a label is named in. */
    private static final Pattern NO_METRICS = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|\\{[^}]*}|\\[[^]]*]"
            + "|\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");

    private static final Pattern NAME = Pattern.compile("(?<![\\w.$])[a-zA-Z_:][\\w:]*(?!\\w|\\s*\\()");

    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset", "inf", "nan");

    /** The metrics that it asks for. */
    Set<String> metrics() {
        Set<String> found = new TreeSet<>();
        Matcher name = NAME.matcher(NO_METRICS.matcher(text).replaceAll(" "));
        while (name.find()) {
            if (!WORDS.contains(name.group())) {
                found.add(name.group());
            }
        }
        return found;
    }
}
