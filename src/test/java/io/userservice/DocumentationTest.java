package io.userservice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.userservice.routing.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents say of each other and of the code. */
class DocumentationTest {

    private static final Path SITE = Path.of("src/site/markdown");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern REASON =
            Pattern.compile("(?m)^\\| `([a-z-]+)` \\| (?:a replica|that replica|primary)");

    /** A heading becomes an anchor as GitHub makes it. */
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

    static List<Path> documents() throws IOException {
        try (Stream<Path> site = Files.list(SITE);
                Stream<Path> github = Files.list(Path.of(".github"))) {
            return Stream.of(Stream.of(Path.of("README.md"), Path.of("deploy/README.md")), site, github)
                    .flatMap(files -> files)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void eachLinkLeadsSomewhere(Path document) throws IOException {
        List<String> broken = new ArrayList<>();
        for (String link : found(LINK, document)) {
            if (link.matches("https?:.*")) {
                continue;
            }
            String[] parts = link.split("#", 2);
            Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
            if (!Files.exists(target) || (parts.length > 1 && !anchors(target).contains(parts[1]))) {
                broken.add(link);
            }
        }
        assertEquals(List.of(), broken);
    }

    @Test
    void eachReasonIsExplained() throws IOException {
        assertEquals(
                Stream.of(Reason.values()).map(Reason::toString).sorted().toList(),
                found(REASON, SITE.resolve("how-it-works.md")).stream().sorted().toList());
    }

    @Test
    void theReadmeIsForANewcomer() throws IOException {
        assertTrue(Files.readAllLines(Path.of("README.md")).size() <= 120);
    }

    private static Set<String> anchors(Path document) throws IOException {
        return found(HEADING, document).stream()
                .map(heading -> heading.toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static List<String> found(Pattern pattern, Path document) throws IOException {
        return pattern.matcher(Files.readString(document))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
