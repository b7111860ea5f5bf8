package io.userservice;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;

/** What is logged at INFO and above while something happens, stack traces and all. */
public final class CapturedLog {

    private CapturedLog() {}

    /** What happens. */
    @FunctionalInterface
    public interface Action {
        void run() throws Exception;
    }

    public static List<String> during(Action action) throws Exception {
        return during("%p %c %s%e", action);
    }

    /** The same in another form than level, category, message and stack trace. */
    public static List<String> during(String pattern, Action action) throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        Formatter formatter = new PatternFormatter(pattern);
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                if (entry.getLevel().intValue() >= Level.INFO.intValue()) {
                    lines.add(formatter.format(entry));
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger root = Logger.getLogger("");
        root.addHandler(handler);
        try {
            action.run();
        } finally {
            root.removeHandler(handler);
        }
        return lines;
    }
}
