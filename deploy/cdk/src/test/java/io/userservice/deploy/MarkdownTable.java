package io.userservice.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The rows of a table in the documentation, each cell without the blanks around it. */
record MarkdownTable(List<List<String>> rows) {

    /** The table in that file whose first line is this. */
    static MarkdownTable in(String file, String head) {
        try {
            List<String> lines = Files.readAllLines(Path.of(file));
            int at = lines.indexOf(head);
            if (at < 0) {
                throw new AssertionError(file + " has no table with the head " + head);
            }
            return new MarkdownTable(lines.subList(at + 2, lines.size()).stream()
                    .takeWhile(line -> line.startsWith("|"))
                    .map(MarkdownTable::cells)
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.substring(1).split("\\|", -1))
                .map(String::strip)
                .toList()
                .subList(0, width(line));
    }

    private static int width(String line) {
        return (int) line.chars().filter(character -> character == '|').count() - 1;
    }

    /** As it is written, for a message that can be copied. */
    static String row(String label, List<String> values) {
        return "| " + label + " | " + String.join(" | ", values) + " |";
    }

    List<String> lines() {
        return rows.stream()
                .map(cells -> row(cells.get(0), cells.subList(1, cells.size())))
                .toList();
    }
}
