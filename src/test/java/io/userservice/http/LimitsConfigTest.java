package io.userservice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** More requests than worker threads would leave none for health checks. */
class LimitsConfigTest {

    @ParameterizedTest
    @CsvSource({"64, 200, false", "199, 200, false", "200, 200, true", "500, 200, true", "999999, 8000, true"})
    void requestsAndWorkerThreads(int requests, int threads, boolean refused) {
        assertEquals(refused, LimitsConfig.refusal(requests, threads).isPresent());
    }

    @Test
    void theRefusalSaysWhatToWrite() {
        String refusal = LimitsConfig.refusal(500, 200).orElseThrow();
        for (String word : new String[] {
            "USER_SERVICE_LIMITS_MAX_REQUESTS", "500", "write 199 or less", "QUARKUS_THREAD_POOL_MAX_THREADS=501"
        }) {
            assertTrue(refusal.contains(word), refusal);
        }
    }
}
