package io.userservice.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
        up == 0                                                            ; up
        sum by (server) (rate(a_total{role="replica"}[5m]))                ; a_total
        sum(rate(a_total[$__rate_interval])) by (server) / sum(b)          ; a_total b
        a{x=~"b|c"} > 0 and on (job) c unless d                            ; a c d
        histogram_quantile(0.99, sum by (le) (rate(a_seconds_bucket[5m]))) ; a_seconds_bucket
        a offset 5m * 1e3 > bool 2                                         ; a
        """)
    void theMetricsOfAnExpression(String expression, String metrics) {
        assertEquals(new TreeSet<>(Set.of(metrics.split(" "))), new Expression(expression).metrics(), expression);
    }
}
