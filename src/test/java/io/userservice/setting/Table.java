package io.userservice.setting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The rows of a table in a Markdown file, by cells. */
public record Table(List<List<String>> rows) {

    private static final Pattern CODE = Pattern.compile("`([^`]*)`");

    /** The table with that first line. */
    public static Table of(String file, String head) throws IOException {
        List<String> lines = Files.readAllLines(Path.of(file));
        int first = lines.indexOf(head);
        if (first < 0) {
            throw new AssertionError("no table " + head + " in " + file);
        }
        return new Table(lines.stream()
                .skip(first + 2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> List.of(line.substring(1).split("(?<!\\\\)\\|", -1)).stream()
                        .map(String::strip)
                        .toList())
                .toList());
    }

    /** What a cell has in code. */
    public static List<String> code(String cell) {
        return CODE.matcher(cell).results().map(found -> found.group(1)).toList();
    }
}
