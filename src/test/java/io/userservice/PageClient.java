package io.userservice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;

/** The client in Java that {@code clients.md} has, compiled. As thread-safe as that one. */
final class PageClient implements AutoCloseable {

    private final URLClassLoader loader;
    private final Object client;

    PageClient(String source, Path folder) throws IOException, ReflectiveOperationException {
        Path file = Files.writeString(folder.resolve("ConsistentClient.java"), source);
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, file.toString()));
        loader = new URLClassLoader(new URL[] {folder.toUri().toURL()});
        client = loader.loadClass("ConsistentClient").getConstructor().newInstance();
    }

    HttpResponse<?> send(HttpRequest.Builder request) throws ReflectiveOperationException {
        return (HttpResponse<?>)
                client.getClass().getMethod("send", HttpRequest.Builder.class).invoke(client, request);
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
