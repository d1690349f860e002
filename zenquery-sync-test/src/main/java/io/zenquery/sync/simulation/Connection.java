package io.zenquery.sync.simulation;

import io.zenquery.sync.session.SyncTransport;
import java.util.EnumMap;
import java.util.Map;

/**
 * One connection of a client with a node. What was on its way up when it ended still arrives, as it may in a network; what was on its
 * way down does not.
 */
final class Connection {
    /** How long a side waits for the other's heartbeat. */
    static final long HEARTBEAT = 4_000;

    final Replica replica;
    final Node node;
    final int number;
    private final World world;
    private final SyncTransport.Listener listener;
    private final Map<Lane, Long> lastArrival = new EnumMap<>(Lane.class);
    private final Map<Lane, Integer> sent = new EnumMap<>(Lane.class);
    private boolean open;
    private boolean subscribed;
    private boolean ended;
    private boolean silent;
    private long upDelay;

    Connection(World world, Replica replica, Node node, int number, SyncTransport.Listener listener) {
        this.world = world;
        this.replica = replica;
        this.node = node;
        this.number = number;
        this.listener = listener;
    }

    String name() {
        return replica.id + "#" + number;
    }

    boolean isSubscribed() {
        return subscribed && !ended;
    }

    boolean isEnded() {
        return ended;
    }

    // ---------------------------------------------------------------------------------------------------- lifetime

    /** Both sides agree: the node first, then the client. */
    void establish(long wait) {
        world.timeline.after(wait, () -> {
            if (!ended && !node.isUp()) {
                lose("refused", 1);
            } else if (!ended) {
                subscribed = true;
                world.timeline.after(1 + world.dice.below(10, 7, number), () -> {
                    if (!ended && !silent) {
                        open = true;
                        world.note(name() + " open with " + node.name());
                        listener.onOpen();
                    }
                });
            }
        });
    }

    /** The connection ends; the client is told after {@code wait}. */
    void lose(String reason, long wait) {
        if (!ended) {
            ended = true;
            world.note(name() + " lost: " + reason);
            world.timeline.after(wait, () -> {
                if (replica.transport.isCurrent(this)) {
                    replica.transport.forget(this);
                    listener.onClosed(reason);
                }
            });
        }
    }

    /** The client ends it. */
    void hangUp() {
        if (!ended) {
            ended = true;
            world.note(name() + " closed");
        }
    }

    /** From now on nothing arrives; a missed heartbeat will tell. */
    void fallSilent() {
        silent = true;
        world.timeline.after(HEARTBEAT, () -> lose("no heartbeat", 1));
    }

    // ---------------------------------------------------------------------------------------------------- messages

    void send(byte[] body) {
        if (open && !ended) {
            ArmedFaults armed = replica.client.armed;
            Fault reset = armed.takeReset();
            upDelay = reset == Fault.REORDER_ACROSS_CONNECTIONS ? armed.lateBy() : 0;
            transmit(Lane.UP, body);
            if (reset != null) {
                world.fired(reset);
                lose("reset after send", 1);
            }
        }
    }

    void reply(byte[] body) {
        if (!ended) {
            transmit(Lane.REPLY, body);
        }
    }

    void publish(byte[] body) {
        if (!ended) {
            transmit(Lane.TOPIC, body);
        }
    }

    private void transmit(Lane lane, byte[] body) {
        int index = sent.merge(lane, 1, Integer::sum);
        long latency = 1 + world.dice.below(15, number, lane.number, index) + upDelay;
        ArmedFaults armed = replica.client.armed;
        if (armed.takeDrop(lane)) {
            world.fired(Fault.DROP);
            world.note(name() + " loses on " + lane, body);
            return;
        }
        latency += armed.takeDelay(lane);
        long arrival = Math.max(
                Math.max(world.timeline.now() + latency, lastArrival.getOrDefault(lane, 0L)), armed.heldUntil(lane));
        lastArrival.put(lane, arrival);
        world.timeline.at(arrival, () -> arrive(lane, body));
        long again = armed.takeDuplicate(lane);
        if (again > 0) {
            world.timeline.at(arrival + again, () -> arrive(lane, body));
        }
    }

    private void arrive(Lane lane, byte[] body) {
        if (silent) {
            return;
        }
        if (lane == Lane.UP) {
            world.note(name() + " -> " + node.name(), body);
            node.receive(this, body);
        } else if (!ended && open) {
            world.note(node.name() + " -> " + name() + (lane == Lane.TOPIC ? " topic" : ""), body);
            replica.receive(listener, body);
        }
    }
}
