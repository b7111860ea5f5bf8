package io.userservice.routing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.userservice.CapturedLog;
import io.userservice.devcluster.ClusterResource;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.EventContext;
import jakarta.enterprise.inject.spi.EventMetadata;
import jakarta.enterprise.inject.spi.ObserverMethod;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which methods name replicas was found out when the application was built. */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class NamedReadsAtStartTest {

    @Inject
    BeanManager beans;

    @Test
    void theStartWarnsOfAReadThatNamesAReplicaWithoutUrl() throws Exception {
        @SuppressWarnings("unchecked")
        ObserverMethod<StartupEvent> tells =
                (ObserverMethod<StartupEvent>) beans.resolveObserverMethods(new StartupEvent()).stream()
                        .filter(observer -> observer.getBeanClass() == NamedReads.class)
                        .findFirst()
                        .orElseThrow();
        List<String> lines = CapturedLog.during(() -> tells.notify(new EventContext<StartupEvent>() {
            @Override
            public StartupEvent getEvent() {
                return new StartupEvent();
            }

            @Override
            public EventMetadata getMetadata() {
                throw new UnsupportedOperationException();
            }
        }));
        assertTrue(
                lines.stream()
                        .anyMatch(
                                line -> line.startsWith("WARN")
                                        && line.contains(
                                                "no-such-replica replica=replica-7 method=Calls.onReplicaWithoutUrl: no replica")),
                lines::toString);
        assertTrue(lines.stream().noneMatch(line -> line.contains("replica=replica-1 ")), lines::toString);
    }
}
