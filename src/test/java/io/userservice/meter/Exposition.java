package io.userservice.meter;

import static io.restassured.RestAssured.given;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What {@code /q/metrics} shows, in Prometheus' text format 0.0.4. */
public record Exposition(String text, List<Family> families) {

    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]+)=\"(?:[^\"\\\\]|\\\\.)*\"");

    /** What has one name, with the lines of its samples. */
    public record Family(String name, String help, String type, List<String> samples) {

        boolean isOurs() {
            return name.startsWith("user_service_");
        }

        /** The names of the samples: a histogram has several. */
        Set<String> names() {
            return samples.stream()
                    .map(line -> line.split("[{ ]", 2)[0])
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        Set<String> labels() {
            return samples.stream()
                    .flatMap(line -> LABEL.matcher(line).results().map(label -> label.group(1)))
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        String text() {
            return "# HELP " + name + " " + help + "\n# TYPE " + name + " " + type + "\n" + String.join("\n", samples)
                    + "\n";
        }
    }

    /** What the service under test shows now. Without a type it would be OpenMetrics, which differs. */
    public static Exposition now() {
        return of(given().accept("text/plain").get("/q/metrics").asString());
    }

    static Exposition of(String text) {
        List<Family> families = new ArrayList<>();
        String help = "";
        for (String line : text.lines().toList()) {
            String[] words = line.split(" ", 4);
            if (line.startsWith("# HELP ")) {
                help = words.length > 3 ? words[3].strip() : "";
            } else if (line.startsWith("# TYPE ")) {
                families.add(new Family(words[2], help, words[3], new ArrayList<>()));
            } else if (!line.startsWith("#")) {
                families.get(families.size() - 1).samples().add(line);
            }
        }
        return new Exposition(text, families);
    }

    List<Family> ours() {
        return families.stream().filter(Family::isOurs).toList();
    }

    /** The names of all samples. */
    Set<String> names() {
        return families.stream()
                .flatMap(family -> family.names().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The sum of all samples of that name that have these labels ({@code server="primary"}); 0 if there is none. */
    public double sum(String name, String... labels) {
        return text.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> List.of(labels).stream().allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
