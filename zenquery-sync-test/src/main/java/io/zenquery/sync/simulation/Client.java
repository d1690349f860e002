package io.zenquery.sync.simulation;

import io.zenquery.sync.outbox.OutboxException;
import io.zenquery.sync.server.ClientKey;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
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
    private long tornWrite = -1;
    private boolean endedInWrite;
    private int epochs;
    private boolean putBack;

    /** What its processes have made; those without an outbox take it with them. */
    final TreeMap<Long, Made> made = new TreeMap<>();

    private final Set<ClientKey> keys = new LinkedHashSet<>();

    /** What its processes hand on to one another; null if they keep nothing. */
    final @Nullable SimulatedStore store;

    Client(World world, int number) {
        this.world = world;
        this.number = number;
        this.armed = new ArmedFaults(world);
        this.store = number % 2 == 0 ? new SimulatedStore(this) : null;
    }

    /** The names and epochs that its processes have gone by. */
    Set<ClientKey> keys() {
        return keys;
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
            Replica started = begin();
            if (started != null) {
                replica = started;
                note("starts");
                started.laws.recovered();
                started.session.connect();
            }
        }
    }

    private @Nullable Replica begin() {
        try {
            return new Replica(world, this, world.seams.clientId(number, incarnations));
        } catch (OutboxException e) {
            if (!endedInWrite) {
                throw e;
            }
            endedInWrite = false;
            return null; // it ended while it wrote for the first time, and another one is to start
        }
    }

    void crash(long down) {
        if (replica != null) {
            world.fired(store == null ? Fault.CLIENT_CRASH : Fault.CLIENT_RESTART);
            end(down);
        }
    }

    private void end(long down) {
        if (replica != null) {
            note("ends");
            replica.end();
            replica = null;
            world.timeline.after(down, this::start);
        }
    }

    /** The process ends in the middle of a write. */
    void endInWrite() {
        world.fired(Fault.TORN_WRITE);
        note("ends while it writes");
        if (replica != null) {
            end(100);
        } else {
            endedInWrite = true;
            world.timeline.after(100, this::start);
        }
    }

    /** After {@code wait} milliseconds, the process ends, and the next one finds the outbox as it is now. What was made between is gone. */
    void putStoreBack(long wait, long down) {
        SimulatedStore file = Objects.requireNonNull(store);
        byte[] copy = file.copy();
        long lastMade = made.isEmpty() ? 0 : made.lastKey();
        world.timeline.after(wait, () -> {
            if (putBack) {
                return; // once is enough: the copy may be of something that never was
            }
            putBack = true;
            world.fired(Fault.STORE_PUT_BACK);
            note("gets its outbox of " + wait + " ms ago");
            world.ledger.allowHandingBack();
            world.ledger.expectStoreOfEarlier();
            end(down);
            file.putBack(copy);
            made.tailMap(lastMade, false).values().forEach(world.ledger::lost);
            made.tailMap(lastMade, false).clear();
        });
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
        tornWrite = -1;
        start();
        if (replica != null) {
            comeBack(replica);
        }
    }

    // ------------------------------------------------------------------------------------------------------ faults

    void fillStore(long millis) {
        storeFullUntil = world.timeline.now() + millis;
    }

    /** The next write stops at a byte that {@code draw} says. */
    void tearWrite(long draw) {
        tornWrite = draw;
    }

    /** What to draw the byte from at which the next write stops; negative if it does not. */
    long takeTornWrite() {
        long taken = tornWrite;
        tornWrite = -1;
        return taken;
    }

    /** Whether all that its processes do is on the disk after a moment. */
    boolean writes() {
        return world.timeline.now() >= storeFullUntil;
    }

    /** An epoch that none of its processes has had. */
    String nextEpoch() {
        return "epoch-" + number + "-" + ++epochs;
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
