package io.userservice.trace;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.core.runtime.VertxMDC;
import io.quarkus.vertx.mdc.provider.LateBoundMDCProvider;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logmanager.MDCProvider;
import org.jspecify.annotations.Nullable;

/**
 * Shows the id of a request to whatever writes log lines, console, file or JSON, as if somebody had put it there for each
 * request. It is looked for only when a line is written. Everything else is Quarkus'. Thread-safe.
 */
@Singleton
class RequestIdInLog implements MDCProvider {

    private final MDCProvider others = VertxMDC.INSTANCE;

    void begin(@Observes StartupEvent event) {
        LateBoundMDCProvider.setMDCProviderDelegate(this);
    }

    @Override
    public @Nullable String get(String key) {
        String other = others.get(key);
        return other == null && RequestId.NAME.equals(key) ? RequestId.current() : other;
    }

    @Override
    public @Nullable Object getObject(String key) {
        Object other = others.getObject(key);
        return other == null && RequestId.NAME.equals(key) ? RequestId.current() : other;
    }

    @Override
    public Map<String, String> copy() {
        Map<String, String> copy = new HashMap<>(others.copy());
        String id = RequestId.current();
        if (id != null) {
            copy.putIfAbsent(RequestId.NAME, id);
        }
        return copy;
    }

    @Override
    public Map<String, Object> copyObject() {
        Map<String, Object> copy = new HashMap<>(others.copyObject());
        String id = RequestId.current();
        if (id != null) {
            copy.putIfAbsent(RequestId.NAME, id);
        }
        return copy;
    }

    @Override
    public boolean isEmpty() {
        return others.isEmpty() && RequestId.current() == null;
    }

    @Override
    public @Nullable String put(String key, String value) {
        return others.put(key, value);
    }

    @Override
    public @Nullable Object putObject(String key, Object value) {
        return others.putObject(key, value);
    }

    @Override
    public @Nullable String remove(String key) {
        return others.remove(key);
    }

    @Override
    public @Nullable Object removeObject(String key) {
        return others.removeObject(key);
    }

    @Override
    public void clear() {
        others.clear();
    }
}
