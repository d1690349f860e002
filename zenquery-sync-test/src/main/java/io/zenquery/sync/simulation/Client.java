package io.zenquery.sync.simulation;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One client, through all its processes. */
final class Client {
    final World world;
    final int number;
    final ArmedFaults armed;
    long clockOffset;
    private @Nullable Replica replica;
    private int incarnations;
    private int tags;
    private int refusals;
    private boolean listenerThrows;
    private boolean offline;
    private long storeFullUntil;

    /** What its processes have made; those without an outbox take it with them. */
    final TreeMap<Long, Made> made = new TreeMap<>();

    /** What its processes hand on to one another; null if they keep nothing. */
    final @Nullable SimulatedStore store;

    Client(World world, int number) {
        this.world = world;
        this.number = number;
        this.armed = new ArmedFaults(world);
        this.store = number % 2 == 0 ? new SimulatedStore(this) : null;
    }

    /** The process that runs; null while none does. */
    @Nullable
    Replica replica() {
        return replica;
    }

    // ---------------------------------------------------------------------------------------------------- lifetime

    void start() {
        if (replica == null) {
            offline = false;
            if (store == null) {
                made.clear();
            }
            if (store == null || incarnations == 0) {
                incarnations++;
            }
            Replica started = new Replica(world, this, world.seams.clientId(number, incarnations));
            replica = started;
            note("starts");
            started.laws.recovered();
            started.session.connect();
        }
    }

    void crash(long down) {
        if (replica != null) {
            world.fired(store == null ? Fault.CLIENT_CRASH : Fault.CLIENT_RESTART);
            note("ends");
            replica.end();
            replica = null;
            world.timeline.after(down, this::start);
        }
    }

    void goOffline(long millis) {
        Replica running = replica;
        if (running != null && !offline) {
            offline = true;
            note("goes offline");
            running.session.disconnect();
            world.timeline.after(millis, () -> comeBack(running));
        }
    }

    private void comeBack(Replica running) {
        if (running == replica && offline) {
            offline = false;
            running.session.connect();
        }
    }

    /** Nothing goes wrong any more. */
    void heal() {
        armed.clear();
        refusals = 0;
        listenerThrows = false;
        storeFullUntil = 0;
        start();
        if (replica != null) {
            comeBack(replica);
        }
    }

    // ------------------------------------------------------------------------------------------------------ faults

    void fillStore(long millis) {
        storeFullUntil = world.timeline.now() + millis;
    }

    /** Whether nothing can be written at the moment. A process that starts finds room: without, it would not have started. */
    boolean isStoreFull() {
        boolean full = replica != null && world.timeline.now() < storeFullUntil;
        if (full) {
            world.fired(Fault.STORE_FULL);
        }
        return full;
    }

    void expire(int times) {
        refusals = times;
        Connection connection = connection();
        if (connection != null) {
            connection.lose("credentials expired", 1);
        }
    }

    /** Whether the next attempt to connect fails for the old token. */
    boolean isRefused() {
        if (refusals > 0) {
            refusals--;
            world.fired(Fault.EXPIRED_CREDENTIALS);
            return true;
        }
        return false;
    }

    @Nullable
    Connection connection() {
        return replica == null ? null : replica.transport.current();
    }

    void letListenerThrow() {
        listenerThrows = true;
    }

    /** @param visibly whether what is thrown leaves the listener; the session's own are caught between them and the session */
    void throwIfPlanned(boolean visibly) {
        if (listenerThrows) {
            listenerThrows = false;
            world.fired(Fault.THROWING_LISTENER);
            if (visibly) {
                throw new IllegalStateException("a listener of the client fails, as planned");
            }
        }
    }

    String nextTag() {
        return "t" + number + "-" + ++tags;
    }

    void note(String what) {
        world.note((replica == null ? "client-" + number : replica.id) + " " + what);
    }
}
