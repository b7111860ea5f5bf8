package io.userservice.devcluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Where servers may listen on 127.0.0.1. Below the ranges from which Linux (32768) and macOS (49152) give ports to outgoing
 * connections, so that the port of a server that is down for a while is still free when it comes back.
 */
final class Ports {

    private static final int FIRST_STABLE = 15432;
    private static final int FIRST_RANDOM = 20_000;
    private static final int END_OF_RANDOM = 31_990;
    private static final int ATTEMPTS = 100;
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private Ports() {}

    /** Another process took the port between the choice of it and the start of the server. */
    static final class TakenException extends IllegalStateException {

        private static final long serialVersionUID = 1L;

        TakenException(String message) {
            super(message);
        }
    }

    /** First ports of clusters, the same each time. */
    static IntStream stable() {
        return IntStream.iterate(FIRST_STABLE, port -> port + 10).limit(ATTEMPTS);
    }

    /** First ports of clusters, others each time. */
    static IntStream random() {
        return ThreadLocalRandom.current().ints(ATTEMPTS, FIRST_RANDOM, END_OF_RANDOM);
    }

    /** Whether nobody listens on so many ports in a row. */
    static boolean areFree(int first, int count) {
        for (int port = first; port < first + count; port++) {
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByAddress(LOOPBACK))) {
                assert socket.isBound();
            } catch (IOException taken) {
                return false;
            }
        }
        return true;
    }
}
