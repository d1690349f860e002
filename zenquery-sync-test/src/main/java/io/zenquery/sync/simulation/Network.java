package io.zenquery.sync.simulation;

import io.zenquery.sync.session.SyncTransport;
import java.util.ArrayList;
import java.util.List;

/** The connections there are. */
final class Network {
    private final World world;
    private final List<Connection> connections = new ArrayList<>();
    private int made;

    Network(World world) {
        this.world = world;
    }

    /** A client connects, to whatever node a load balancer gives it. */
    Connection connect(Replica replica, SyncTransport.Listener listener) {
        connections.removeIf(Connection::isEnded);
        int number = ++made;
        Client client = replica.client;
        Node node = world.nodes.get(world.dice.below(world.nodes.size(), client.number, number));
        Connection connection = new Connection(world, replica, node, number, listener);
        connections.add(connection);
        if (client.isRefused()) {
            connection.lose("credentials expired", 3);
        } else if (client.armed.isCutOff()) {
            connection.lose("connecting timed out", 1_000);
        } else {
            connection.establish(2 + world.dice.below(20, 3, number));
        }
        return connection;
    }

    /** Those that hear of a node's deltas. */
    List<Connection> subscribers(Node node) {
        return connections.stream()
                .filter(each -> each.node == node && each.isSubscribed())
                .toList();
    }

    /** A node has ended. Some clients are told, the others find out. */
    void nodeGone(Node node) {
        for (Connection each : List.copyOf(connections)) {
            if (each.node == node && !each.isEnded()) {
                if (world.dice.below(4, 5, each.number) == 0) {
                    each.fallSilent();
                } else {
                    each.lose("the node is gone", 2);
                }
            }
        }
    }
}
