package io.zenquery.sync.test.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One connection through a proxy: two sockets, and a pump for each direction. */
final class Connection {
    private final Socket client;
    private final Socket server;
    private final Map<Direction, Pump> pumps = new EnumMap<>(Direction.class);
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger running = new AtomicInteger(2);
    private final Consumer<Connection> closed;

    /** @param closed called once both directions have come to their end */
    Connection(
            int number,
            Socket client,
            Socket server,
            Map<Direction, Lane> lanes,
            long seed,
            Consumer<Connection> closed)
            throws SocketException {
        this.client = client;
        this.server = server;
        this.closed = closed;
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        lanes.forEach((direction, lane) -> {
            boolean up = direction == Direction.TO_SERVER;
            SplittableRandom random = new SplittableRandom(seed + 2L * number + (up ? 0 : 1));
            Pump pump = new Pump(up ? client : server, up ? server : client, lane, random);
            pumps.put(direction, pump);
            String name = "faulty-proxy-" + number + "-" + direction;
            threads.add(daemon(name + "-in", pump::read));
            threads.add(daemon(name + "-out", () -> ended(direction, pump.write())));
        });
    }

    private interface Body {
        void run() throws InterruptedException;
    }

    private static Thread daemon(String name, Body body) {
        Thread thread = new Thread(
                () -> {
                    try {
                        body.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt(); // the connection was reset
                    }
                },
                name);
        thread.setDaemon(true);
        return thread;
    }

    void start() {
        threads.forEach(Thread::start);
    }

    private void ended(Direction direction, Pump.Outcome outcome) {
        Direction back = direction == Direction.TO_SERVER ? Direction.TO_CLIENT : Direction.TO_SERVER;
        if (outcome == Pump.Outcome.BROKEN && !pump(back).isDead()) {
            reset();
        } else if (running.decrementAndGet() == 0) {
            finish();
        }
    }

    /** Both sides have said their last word, which may still be on its way to the other. */
    private void finish() {
        try {
            client.close();
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        closed.accept(this);
    }

    void halfClose(Direction direction) {
        try {
            pump(direction).halfClose();
        } catch (IOException e) {
            throw new UncheckedIOException("expected a connection to half-close, found one that is broken", e);
        }
    }

    /** Breaks the connection off, on both sides. */
    void reset() {
        reset(client);
        reset(server);
        threads.forEach(Thread::interrupt);
        closed.accept(this);
    }

    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            assert socket.isClosed() : e; // it was closed already, which is what was wanted
        }
    }

    void join() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join(1_000);
        }
    }

    private Pump pump(Direction direction) {
        Pump pump = pumps.get(direction);
        if (pump == null) {
            throw new AssertionError("no pump " + direction);
        }
        return pump;
    }
}
