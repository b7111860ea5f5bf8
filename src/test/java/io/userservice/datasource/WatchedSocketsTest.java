package io.userservice.datasource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The sockets by themselves, with a server that says what it is told to. */
@Timeout(20)
class WatchedSocketsTest {

    private ServerSocket listening;
    private Socket socket;
    private Socket server;

    @BeforeEach
    void connect() throws IOException {
        listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        socket = new WatchedSockets().createSocket();
        socket.connect(listening.getLocalSocketAddress());
        server = listening.accept();
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        server.close();
        listening.close();
    }

    @Test
    void aReadThatGetsNothingEndsWithTheSocket() throws IOException {
        socket.setSoTimeout(1000);
        assertThrows(IOException.class, () -> socket.getInputStream().read());
        assertTrue(socket.isClosed());
    }

    @Test
    void soDoesOneOfManyBytes() throws IOException {
        socket.setSoTimeout(1000);
        assertThrows(IOException.class, () -> socket.getInputStream().read(new byte[8], 0, 8));
    }

    @Test
    void aServerThatSaysSomethingNowAndThenIsNotSilent() throws IOException {
        socket.setSoTimeout(1000);
        ScheduledExecutorService talker = Executors.newSingleThreadScheduledExecutor();
        try {
            talker.scheduleWithFixedDelay(this::say, 300, 300, TimeUnit.MILLISECONDS);
            for (int i = 0; i < 6; i++) {
                assertEquals('x', socket.getInputStream().read());
            }
        } finally {
            talker.shutdownNow();
        }
    }

    @Test
    void noReadNoTimeout() throws IOException {
        socket.setSoTimeout(1000);
        Socket other = new WatchedSockets().createSocket();
        other.connect(listening.getLocalSocketAddress());
        try (other;
                Socket silent = listening.accept()) {
            other.setSoTimeout(2000);
            assertThrows(IOException.class, () -> other.getInputStream().read());
            assertFalse(silent.isClosed());
        }
        assertFalse(socket.isClosed(), "nobody waited for it");
        say();
        assertEquals('x', socket.getInputStream().read());
    }

    @Test
    void aShortTimeoutIsThatOfJavaAndClosesNothing() throws IOException {
        socket.setSoTimeout(1);
        assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
        assertFalse(socket.isClosed());
    }

    /** The driver sets a short one for a moment, and then again what there was. */
    @Test
    void theTimeoutIsWhatWasSet() throws IOException {
        for (int millis : new int[] {0, 1, 999, 1000, 30_000}) {
            socket.setSoTimeout(millis);
            assertEquals(millis, socket.getSoTimeout());
        }
    }

    private void say() {
        try {
            OutputStream out = server.getOutputStream();
            out.write('x');
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
