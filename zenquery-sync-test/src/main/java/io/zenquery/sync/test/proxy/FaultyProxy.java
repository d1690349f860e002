package io.zenquery.sync.test.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * Passes bytes between clients and a server on the loopback interface, with the faults of a network. Everything can be switched while
 * connections are open, and from any thread.
 *
 * <pre>{@code
 * try (FaultyProxy proxy = FaultyProxy.to(server.port()).seed(42).start()) {
 *     Client client = new Client(proxy.port());
 *     proxy.change(Direction.TO_SERVER, now -> now.withSlices(3).withLatency(Duration.ofMillis(20)));
 *     proxy.blackHoleAfter(Direction.TO_CLIENT, 1_000);
 *     ...
 *     proxy.heal();
 * }
 * }</pre>
 */
public final class FaultyProxy implements AutoCloseable {
    private final ServerSocket listening;
    private final int target;
    private final long seed;
    private final Map<Direction, Lane> lanes = new EnumMap<>(Direction.class);
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final Thread acceptor;
    private volatile boolean refusing;

    private FaultyProxy(Builder builder) {
        this.target = builder.target;
        this.seed = builder.seed;
        for (Direction direction : Direction.values()) {
            lanes.put(direction, new Lane(builder.conditions));
        }
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        acceptor = new Thread(this::accept, "faulty-proxy-" + port());
        acceptor.setDaemon(true);
    }

    /** Begins to make a proxy of the server at that port. */
    public static Builder to(int port) {
        return new Builder(port);
    }

    /** Makes a {@link FaultyProxy}; without more, everything passes. */
    public static final class Builder {
        private final int target;
        private long seed;
        private Conditions conditions = Conditions.PERFECT;

        private Builder(int target) {
            this.target = target;
        }

        /** Where the sizes of slices come from: the same for the same seed, and the same connections in the same order. */
        public Builder seed(long value) {
            this.seed = value;
            return this;
        }

        /** How both directions behave to begin with. */
        public Builder conditions(Conditions value) {
            this.conditions = value;
            return this;
        }

        /** The proxy, on a free port. */
        public FaultyProxy start() {
            FaultyProxy proxy = new FaultyProxy(this);
            proxy.acceptor.start();
            return proxy;
        }
    }

    /** Where clients connect. */
    public int port() {
        return listening.getLocalPort();
    }

    // ------------------------------------------------------------------------------------------------------ faults

    /** Changes the conditions of one direction. */
    public void change(Direction direction, UnaryOperator<Conditions> change) {
        lane(direction).change(change);
    }

    /** Changes the conditions of both directions. */
    public void change(UnaryOperator<Conditions> change) {
        lanes.values().forEach(lane -> lane.change(change));
    }

    /** Holds everything, both ways, until {@link #heal}. New connections are made, and hold too. */
    public void stall() {
        change(now -> now.withPassage(Conditions.Passage.STALLED));
    }

    /** Loses everything, both ways, until {@link #heal}: see {@link Conditions.Passage#BLACK_HOLE}. */
    public void blackHole() {
        change(now -> now.withPassage(Conditions.Passage.BLACK_HOLE));
    }

    /** Lets {@code bytes} more pass in that direction, of all connections together; then {@link #blackHole}. */
    public void blackHoleAfter(Direction direction, long bytes) {
        lane(direction).arm(bytes, this::blackHole);
    }

    /** Lets {@code bytes} more pass in that direction, of all connections together; then {@link #reset}. */
    public void resetAfter(Direction direction, long bytes) {
        lane(direction).arm(bytes, this::reset);
    }

    /** Opens the way in both directions; latency, bandwidth and slices stay. */
    public void heal() {
        change(now -> now.withPassage(Conditions.Passage.OPEN));
    }

    /** Breaks all connections off, with a reset on both sides. New ones can be made at once. */
    public void reset() {
        connections.forEach(Connection::reset);
    }

    /** Tells the receivers of that direction that no more comes; the other direction goes on. What senders say after that is lost. */
    public void halfClose(Direction direction) {
        connections.forEach(connection -> connection.halfClose(direction));
    }

    /** Whether new connections are broken off at once, as if the server were not there. */
    public void refuse(boolean value) {
        refusing = value;
    }

    // ----------------------------------------------------------------------------------------------------- to look at

    /** How many connections are open, on one side at least. */
    public int connections() {
        return connections.size();
    }

    /** How many connections were made so far. */
    public int accepted() {
        return accepted.get();
    }

    /** How many bytes were passed on in that direction so far. */
    public long delivered(Direction direction) {
        return lane(direction).delivered();
    }

    /** Closes everything that was opened, and waits until its threads have ended, unless it is interrupted. */
    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            acceptor.join();
            List<Connection> open = List.copyOf(connections);
            reset();
            for (Connection connection : open) {
                connection.join();
            }
        } catch (InterruptedException e) {
            reset();
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        while (true) {
            Socket client;
            try {
                client = listening.accept();
            } catch (IOException e) {
                return; // closed
            }
            if (refusing) {
                Connection.reset(client);
            } else {
                connect(client);
            }
        }
    }

    private void connect(Socket client) {
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            Connection connection =
                    new Connection(accepted.get() + 1, client, server, lanes, seed, connections::remove);
            connections.add(connection);
            accepted.incrementAndGet();
            connection.start();
        } catch (IOException e) {
            Connection.reset(client); // nobody is at home
        }
    }

    private Lane lane(Direction direction) {
        Lane lane = lanes.get(direction);
        if (lane == null) {
            throw new AssertionError("no lane " + direction);
        }
        return lane;
    }
}
