package io.userservice.aws;

import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.quarkus.netty.runtime.virtual.VirtualClientConnection;
import io.quarkus.netty.runtime.virtual.VirtualResponseHandler;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.userservice.call.PositionedSelect;
import io.userservice.call.PositionedWrite;
import io.userservice.call.Sql;
import io.userservice.routing.ReadReplica;
import io.userservice.routing.UsePrimary;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Does what requests do, before there are any, so that their classes are loaded and their code is compiled: a read, a write
 * that writes nothing, and a request over HTTP. Thread-safe.
 */
@ApplicationScoped
class Rehearsal {

    private static final Logger log = Logger.getLogger(Rehearsal.class);

    private static final Sql NOTHING = new Sql("select 1 where false", List.of());
    private static final long ANSWER_SECONDS = 5;

    private final PositionedSelect reads;
    private final PositionedWrite writes;

    Rehearsal(PositionedSelect reads, PositionedWrite writes) {
        this.reads = reads;
        this.writes = writes;
    }

    /** Reads from a replica, as every GET does. */
    @ReadReplica
    void read() {
        reads.list(NOTHING, row -> row.getInt(1));
    }

    /** A transaction on the primary, as every write is, with nothing in it. */
    @UsePrimary
    void write() {
        writes.run(NOTHING, row -> row.getInt(1));
    }

    /** Whatever the answer is: without a token it is a refusal, which comes the same way. Only in a function. */
    void request() throws InterruptedException {
        CountDownLatch answered = new CountDownLatch(1);
        VirtualClientConnection<?> connection = VirtualClientConnection.connect(
                new VirtualResponseHandler() {
                    @Override
                    public void handleMessage(Object part) {
                        if (part instanceof LastHttpContent) {
                            answered.countDown();
                        }
                        ReferenceCountUtil.release(part);
                    }

                    @Override
                    public void close() {
                        answered.countDown();
                    }
                },
                VertxHttpRecorder.VIRTUAL_HTTP);
        try {
            DefaultFullHttpRequest request =
                    new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/users/rehearsal");
            request.headers().set(HttpHeaderNames.HOST, "localhost");
            connection.sendMessage(request);
            if (!answered.await(ANSWER_SECONDS, TimeUnit.SECONDS)) {
                log.info("no answer to the rehearsal of a request");
            }
        } finally {
            connection.close();
        }
    }
}
