package io.userservice.history;

import io.userservice.history.History.Kind;
import io.userservice.history.History.Operation;
import io.userservice.history.History.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A {@link History} as EDN, one event a line, as Elle reads it ({@code elle-cli --model rw-register}): each request is a
 * transaction of one read or one write of a register, a user, whose value is the name. A user that nobody has created reads
 * as {@code nil}. Registers know no deletion, so users that somebody wanted to delete are left out. Pure.
 */
final class ElleHistory {

    /** A process whose operation may or may not have happened is over; its client goes on as another one. */
    private static final int NEXT_PROCESS = 10_000;

    private record Event(long time, Operation operation, boolean end) {}

    private final Set<String> deleted;
    private final Map<Integer, Integer> processes = new HashMap<>();
    private final StringBuilder edn = new StringBuilder();
    private int index;

    private ElleHistory(Set<String> deleted) {
        this.deleted = deleted;
    }

    static String of(History history) {
        List<Operation> all = history.operations();
        ElleHistory elle = new ElleHistory(all.stream()
                .filter(operation -> operation.kind() == Kind.DELETE)
                .map(Operation::user)
                .collect(Collectors.toSet()));
        List<Event> events = new ArrayList<>();
        all.stream().filter(elle::isOfRegister).forEach(operation -> {
            events.add(new Event(operation.start(), operation, false));
            events.add(new Event(operation.end(), operation, true));
        });
        events.sort(Comparator.comparingLong(Event::time));
        events.forEach(elle::add);
        return elle.edn.toString();
    }

    /** A user that was not created has no name that others could know it by. */
    private boolean isOfRegister(Operation operation) {
        return !operation.user().isEmpty() && !deleted.contains(operation.user());
    }

    private void add(Event event) {
        Operation operation = event.operation;
        int process = processes.computeIfAbsent(operation.client(), client -> client + 1);
        String type = event.end ? type(operation) : "invoke";
        edn.append("{:index %d, :time %d, :type :%s, :process %d, :f :txn, :value [[%s]]}%n"
                .formatted(index++, event.time, type, process, value(operation, event.end)));
        if (type.equals("info")) {
            processes.put(operation.client(), process + NEXT_PROCESS);
        }
    }

    private static String type(Operation operation) {
        return switch (operation.outcome()) {
            case DONE -> "ok";
            case ABSENT -> operation.kind() == Kind.WRITE ? "fail" : "ok";
            case REFUSED -> "fail";
            case UNKNOWN, FAILED -> "info";
        };
    }

    private static String value(Operation operation, boolean end) {
        boolean known = operation.kind() == Kind.WRITE || (end && operation.outcome() == Outcome.DONE);
        return ":%s \"%s\" %s"
                .formatted(
                        operation.kind() == Kind.WRITE ? "w" : "r",
                        operation.user(),
                        known ? '"' + operation.value() + '"' : "nil");
    }
}
