package io.zenquery.sync.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** Carries out the steps of a plan. A fault counts when it takes effect, which for some is later, and for some never. */
final class Strikes {
    private static final Lane[] LANES = Lane.values();

    private final World world;
    private int restored;

    Strikes(World world) {
        this.world = world;
    }

    void carryOut(Step step) {
        SplittableRandom random = new SplittableRandom(step.draw());
        Client client = world.clients.get(step.who() % world.clients.size());
        Node node = world.nodes.get(step.who() % world.nodes.size());
        world.note("step " + step);
        switch (step.action()) {
            case MUTATE -> {
                Replica replica = client.replica();
                if (replica != null) {
                    replica.mutate(step.draw());
                }
            }
            case UNDO -> {
                Replica replica = client.replica();
                if (replica != null) {
                    replica.undo(step.draw());
                }
            }
            case SERVER_CHANGE -> change(node, random);
            case GO_OFFLINE -> client.goOffline(50 + random.nextInt(1_500));
            case FAULT -> strike(step, client, node, random);
        }
    }

    private void change(Node node, SplittableRandom random) {
        String tag = "s" + world.storage.state().head() + "-" + world.timeline.now();
        world.ledger.log.tags.serverTag(tag);
        node.change(server -> {
            server.change(Node.CHANNEL, draft -> world.workload.change(draft, tag, random));
            return List.of();
        });
    }

    private void strike(Step step, Client client, Node node, SplittableRandom random) {
        Fault fault = step.fault();
        if (fault == null) {
            return;
        }
        Lane lane = LANES[random.nextInt(LANES.length)];
        switch (fault) {
            case DROP -> client.armed.drop(lane);
            case DUPLICATE -> client.armed.duplicate(lane, 1 + random.nextInt(random.nextBoolean() ? 20 : 800));
            case DELAY -> client.armed.delay(lane, 30 + random.nextInt(1_500));
            case ONE_WAY_PARTITION -> partition(client, random);
            case RESET -> reset(client);
            case RESET_AFTER_SEND -> client.armed.resetAfterSend(fault, 0);
            case REORDER_ACROSS_CONNECTIONS -> client.armed.resetAfterSend(fault, 100 + random.nextInt(1_000));
            case HALF_OPEN -> halfOpen(client);
            case SERVER_CRASH_IN_TRANSACTION -> node.arm(CrashPoint.IN_TRANSACTION);
            case SERVER_CRASH_BEFORE_COMMIT -> node.arm(CrashPoint.BEFORE_COMMIT);
            case SERVER_CRASH_BEFORE_PUBLISH -> node.arm(CrashPoint.BEFORE_PUBLISH);
            case SERVER_CRASH_BEFORE_ACK -> node.arm(CrashPoint.BEFORE_ACK);
            case CLIENT_CRASH, CLIENT_RESTART -> client.crash(10 + random.nextInt(800));
            case TORN_WRITE -> storing(client).tearWrite(random.nextLong(Long.MAX_VALUE));
            case STORE_PUT_BACK -> storing(client).putStoreBack(100 + random.nextInt(1_000), 10 + random.nextInt(400));
            case STORE_FULL -> client.fillStore(100 + random.nextInt(1_500));
            case LOG_TRUNCATION -> truncate(random);
            case FORGOTTEN_VERDICTS -> forget();
            case EPOCH_CHANGE -> restore(random);
            case LOG_PUT_BACK -> putLogBack(random);
            case EXPIRED_CREDENTIALS -> client.expire(1 + random.nextInt(3));
            case THROWING_LISTENER -> {
                client.letListenerThrow();
                node.listenerThrows = true;
            }
            case CLOCK_JUMP -> jump(client, node, random);
            case LOST_WAKE -> node.wakesToLose++;
            case HANDLER_UNAVAILABLE -> world.makeUnavailable(50 + random.nextInt(400));
        }
    }

    private void partition(Client client, SplittableRandom random) {
        long millis = 50L + random.nextInt(random.nextInt(4) == 0 ? 8_000 : 1_000);
        client.armed.hold(random.nextBoolean(), world.timeline.now() + millis);
        Connection connection = client.connection();
        if (millis > Connection.HEARTBEAT && connection != null) {
            world.timeline.after(Connection.HEARTBEAT, () -> connection.lose("no heartbeat", 1));
        }
    }

    private void reset(Client client) {
        Connection connection = client.connection();
        if (connection != null) {
            world.fired(Fault.RESET);
            connection.lose("reset", 1);
        }
    }

    private void halfOpen(Client client) {
        Connection connection = client.connection();
        if (connection != null) {
            world.fired(Fault.HALF_OPEN);
            connection.fallSilent();
        }
    }

    private void truncate(SplittableRandom random) {
        LogState state = world.storage.state();
        long oldest =
                state.entries().isEmpty() ? state.head() + 1 : state.entries().firstKey();
        if (oldest <= state.head()) {
            world.fired(Fault.LOG_TRUNCATION);
            world.ledger.allowHandingBack();
            world.storage.maintain(state.truncated(oldest + 1 + random.nextLong(state.head() + 1 - oldest)));
        }
    }

    private void forget() {
        LogState state = world.storage.state();
        if (!state.decisions().isEmpty()) {
            world.fired(Fault.FORGOTTEN_VERDICTS);
            world.ledger.allowHandingBack();
            world.storage.maintain(state.withoutDecisions());
        }
    }

    /** All nodes end, and come back on a copy of the log that was made some time ago. */
    private void restore(SplittableRandom random) {
        LogState now = world.storage.state();
        world.storage.takeBackup();
        world.timeline.after(100 + random.nextInt(600), () -> {
            LogState copy =
                    world.storage.backup().restored(world.seams.restoredEpoch(now.epoch(), "log-" + (2 + restored++)));
            world.fired(Fault.EPOCH_CHANGE);
            world.ledger.allowHandingBack();
            world.nodes.forEach(node -> node.crash("for the log to be restored", 30));
            world.ledger.log.restore(copy);
            world.storage.replace(copy);
        });
    }

    /** As {@link #restore}, but for the epoch, and nothing of the log is gone but its end. */
    private void putLogBack(SplittableRandom random) {
        LogState copy = world.storage.state();
        world.timeline.after(100 + random.nextInt(600), () -> {
            LogState now = world.storage.state();
            if (now.epoch().equals(copy.epoch()) && now.head() > copy.head()) {
                world.fired(Fault.LOG_PUT_BACK);
                world.ledger.allowHandingBack();
                world.nodes.forEach(node -> node.crash("for the log to be put back", 30));
                world.ledger.log.restore(copy);
                world.storage.replace(copy);
                world.putBack(copy);
            }
        });
    }

    /** That client, or the one before, which has an outbox. */
    private Client storing(Client client) {
        return client.store != null ? client : world.clients.get(client.number - 1);
    }

    private void jump(Client client, Node node, SplittableRandom random) {
        world.fired(Fault.CLOCK_JUMP);
        long millis = random.nextLong(-3_600_000, 3_600_000);
        if (random.nextBoolean()) {
            client.clockOffset += millis;
        } else {
            node.clockOffset += millis;
        }
    }
}
