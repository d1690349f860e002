package io.zenquery.sync.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.protocol.ProtocolException;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.session.SyncTransport;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps what a transport tells: {@code "open"}, messages, problems, and {@link Closed}. */
final class RecordingListener implements SyncTransport.Listener {
    record Closed(String reason) {}

    final BlockingQueue<Object> told = new LinkedBlockingQueue<>();

    @Override
    public void onOpen() {
        told.add("open");
    }

    @Override
    public void onMessage(ServerMessage message) {
        told.add(message);
    }

    @Override
    public void onMalformed(ProtocolException problem) {
        told.add(problem);
    }

    @Override
    public void onClosed(String reason) {
        told.add(new Closed(reason));
    }

    Object next() throws InterruptedException {
        Object next = told.poll(10, TimeUnit.SECONDS);
        assertThat(next).as("a call of the listener").isNotNull();
        return next;
    }

    void awaitOpen() throws InterruptedException {
        assertThat(next()).isEqualTo("open");
    }

    String awaitClosed() throws InterruptedException {
        Object next = next();
        assertThat(next).isInstanceOf(Closed.class);
        return ((Closed) next).reason();
    }
}
