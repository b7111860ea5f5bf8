package io.userservice.setting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page on configuration: a template has the text, a row for each property; the code has the defaults. In the column of
 * defaults an empty cell stands for the default, as <code>{default}</code> does between words, and <code>{property}</code>
 * for the default of another one.
 */
final class ConfigurationPage {

    static final Path TEMPLATE = Path.of("src/test/resources/configuration-template.md");
    static final Path PAGE = Path.of("src/site/markdown/configuration.md");

    private static final Pattern ROW = Pattern.compile("\\| ([a-z][a-z-]*\\.\\S+) \\|(.*)\\|(.*)\\|");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z][^}]*)}");
    private static final String OWN = "{default}";

    private final Map<String, String> defaults;
    private final List<String> properties = new ArrayList<>();
    private final String text;

    private ConfigurationPage(List<String> template) throws IOException {
        defaults = new HashMap<>(Settings.ofService());
        defaults.putAll(Settings.ours());
        // These refer to other settings, and have no default of their own.
        defaults.values().removeIf(value -> value.isEmpty() || value.contains("${"));
        StringBuilder page = new StringBuilder();
        for (String line : template) {
            Matcher row = ROW.matcher(line);
            page.append(
                            row.matches()
                                    ? row(
                                            row.group(1),
                                            row.group(2).strip(),
                                            row.group(3).strip())
                                    : line)
                    .append('\n');
        }
        text = page.toString();
    }

    /** The page as it should be. */
    static ConfigurationPage rendered() throws IOException {
        return new ConfigurationPage(Files.readAllLines(TEMPLATE));
    }

    String text() {
        return text;
    }

    /** The properties that have a row, in the order of the page. */
    List<String> properties() {
        return properties;
    }

    private String row(String property, String told, String description) {
        properties.add(property);
        String words = told.isEmpty() ? OWN : told;
        if (defaults.containsKey(property) && !words.contains(OWN)) {
            throw new AssertionError(property + " has the default " + defaults.get(property) + ": put " + OWN + " into "
                    + TEMPLATE + " where it says " + told);
        }
        String value = PLACEHOLDER
                .matcher(words.replace(OWN, "{" + property + "}"))
                .replaceAll(name -> Matcher.quoteReplacement("`" + defaultOf(name.group(1)) + "`"));
        return "| `%s`<br>`%s` | %s | %s |".formatted(property, Settings.environment(property), value, description);
    }

    private String defaultOf(String property) {
        String value = defaults.get(property);
        if (value == null) {
            throw new AssertionError("the code has no default for " + property + ": say in " + TEMPLATE
                    + " what holds when it is not set");
        }
        return value;
    }
}
