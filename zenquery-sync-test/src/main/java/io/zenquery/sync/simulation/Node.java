package io.zenquery.sync.simulation;

import io.zenquery.sync.protocol.ClientMessage;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ClientMessage.Resume;
import io.zenquery.sync.protocol.ProtocolCodec;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.server.ClientKey;
import io.zenquery.sync.server.DeltaLog;
import io.zenquery.sync.server.SyncServer;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A server process: takes what arrives, answers, publishes, and ends where it is told to. */
final class Node {
    static final String CHANNEL = "sim";
    private static final long POLL = 800;
    private static final long HEADS = 1_500;

    final int number;
    private final World world;
    private @Nullable SyncServer server;
    private int incarnation;
    private @Nullable CrashPoint armed;
    private boolean outage;
    long clockOffset;
    int wakesToLose;
    boolean listenerThrows;

    Node(World world, int number) {
        this.world = world;
        this.number = number;
    }

    String name() {
        return "node-" + number;
    }

    boolean isUp() {
        return server != null && !outage;
    }

    // ---------------------------------------------------------------------------------------------------- lifetime

    void start() {
        if (server != null) {
            return;
        }
        int mine = ++incarnation;
        outage = false;
        DeltaLog log = world.seams.log(new NodeLog(world.storage, this), world.plan.seed());
        SyncServer started = SyncServer.builder()
                .clock(() -> World.EPOCH.plusMillis(world.timeline.now() + clockOffset))
                .ids(() -> "unused")
                .logs((channel, epoch, initial) -> log)
                .handlers(world.handlers())
                .build();
        server = started;
        started.addListener((channel, delta) -> {
            if (listenerThrows) {
                listenerThrows = false;
                world.fired(Fault.THROWING_LISTENER);
                throw new IllegalStateException("a listener of the server fails, as planned");
            }
        });
        started.addListener((channel, delta) -> publish(delta));
        started.state(CHANNEL);
        world.note(name() + " starts");
        poll(mine);
        sayHead(mine);
    }

    private void sayHead(int mine) {
        world.timeline.after(HEADS, () -> {
            if (mine == incarnation && isUp()) {
                guarded(running -> {
                    running.heads().values().forEach(this::publish);
                    return List.of();
                });
                sayHead(mine);
            }
        });
    }

    private void poll(int mine) {
        world.timeline.after(POLL, () -> {
            if (mine == incarnation && isUp()) {
                guarded(running -> {
                    running.wake(CHANNEL);
                    return List.of();
                });
                poll(mine);
            }
        });
    }

    /** Ends the process, to come back after {@code down} milliseconds. */
    void crash(String where, long down) {
        if (server == null) {
            return;
        }
        world.note(name() + " ends " + where);
        server = null;
        incarnation++;
        armed = null;
        world.network.nodeGone(this);
        world.timeline.after(down, this::start);
    }

    void arm(CrashPoint point) {
        armed = point;
    }

    void disarm() {
        armed = null;
        wakesToLose = 0;
        listenerThrows = false;
    }

    /** The process has come to {@code point}, with something at stake if {@code matters}. */
    void reach(CrashPoint point, boolean matters) {
        if (matters && armed == point) {
            world.fired(point.fault);
            armed = null;
            outage = true;
            throw new Crash(name() + " " + point);
        }
    }

    void requireAlive() {
        if (outage || server == null) {
            throw new Crash(name() + " is down");
        }
    }

    // ------------------------------------------------------------------------------------------------------- work

    void receive(Connection connection, byte[] body) {
        if (!isUp()) {
            return;
        }
        ClientMessage message = ProtocolCodec.decodeClient(body);
        if (message instanceof MutationBatch && world.putBack() != null) {
            return;
        }
        long before = world.storage.state().head();
        List<ServerMessage> answers = guarded(running -> {
            List<ServerMessage> all = message instanceof Resume resume
                    ? running.resume(CHANNEL, resume)
                    : running.submit(CHANNEL, (MutationBatch) message, connection.replica.id);
            reach(CrashPoint.BEFORE_ACK, world.storage.state().head() > before);
            return all;
        });
        answers.forEach(answer -> connection.reply(ProtocolCodec.encode(answer)));
        if (world.storage.state().head() > before) {
            world.wakeOthers(this);
        }
    }

    void change(Function<SyncServer, List<ServerMessage>> change) {
        if (world.putBack() == null) {
            guarded(change);
            world.wakeOthers(this);
        }
    }

    /** A client has resumed here. */
    void fenced(ClientKey client) {
        PutBack putBack = world.putBack();
        if (putBack != null) {
            putBack.resumed(client);
        }
    }

    /** Another node has appended. */
    void wake() {
        if (wakesToLose > 0) {
            wakesToLose--;
            world.fired(Fault.LOST_WAKE);
        } else {
            guarded(running -> {
                running.wake(CHANNEL);
                return List.of();
            });
        }
    }

    private List<ServerMessage> guarded(Function<SyncServer, List<ServerMessage>> work) {
        SyncServer running = server;
        if (running == null || outage) {
            return List.of();
        }
        try {
            return work.apply(running);
        } catch (Crash crash) {
            long down = 20L + world.dice.below(600, number, incarnation);
            crash("at " + crash.getMessage(), down);
            return List.of();
        } catch (LawViolation e) {
            throw e;
        } catch (RuntimeException e) {
            throw new LawViolation("No failure", name() + " failed: " + e, e);
        }
    }

    private void publish(ServerMessage message) {
        byte[] body = ProtocolCodec.encode(message);
        world.network.subscribers(this).forEach(connection -> connection.publish(body));
    }
}
