package io.zenquery.sync.stomp.server;

import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One connection: who it is, what it listens to, and as which clients it has resumed. Thread-safe. */
final class ClientSession {
    final String id;
    private final Map<String, String> subscriptions =
            new LinkedHashMap<>(); // the destination, by the id of the subscription
    private final Map<Use, Standing> uses = new LinkedHashMap<>();
    private @Nullable Principal principal;
    private boolean ended;

    private record Use(String channel, String clientId) {}

    private record Standing(String fence, long serverSeq, long accepted, long rejected) {}

    ClientSession(String id) {
        this.id = id;
    }

    /** Who it is may change with CONNECT, and is known with every frame after that. */
    synchronized void seen(@Nullable Principal user) {
        principal = user;
    }

    synchronized @Nullable Principal principal() {
        return principal;
    }

    /** True once: the connection is being ended, and nothing that still comes is looked at. */
    synchronized boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
    }

    synchronized boolean isEnded() {
        return ended;
    }

    /** False if it has as many as it may. */
    synchronized boolean subscribe(String subscriptionId, String destination, int most) {
        if (subscriptions.size() >= most && !subscriptions.containsKey(subscriptionId)) {
            return false;
        }
        subscriptions.put(subscriptionId, destination);
        return true;
    }

    /** Who has no subscription of a channel any more has left it, and would have to resume. */
    synchronized void unsubscribe(String subscriptionId) {
        String destination = subscriptions.remove(subscriptionId);
        String left = destination == null ? null : SyncDestinations.channelOf(destination);
        if (left != null
                && subscriptions.values().stream().noneMatch(other -> left.equals(SyncDestinations.channelOf(other)))) {
            uses.keySet().removeIf(use -> use.channel().equals(left));
        }
    }

    /** The channels whose deltas it hears. */
    synchronized Set<String> followed() {
        Set<String> channels = new TreeSet<>();
        for (String destination : subscriptions.values()) {
            String channel = SyncDestinations.channelOfTopic(destination);
            if (channel != null) {
                channels.add(channel);
            }
        }
        return channels;
    }

    /** Whether it may resume as one more client. */
    synchronized boolean hasRoomFor(String channel, String clientId, int most) {
        return uses.size() < most || uses.containsKey(new Use(channel, clientId));
    }

    /** It has resumed as that client, at that number; a fence that it had as that one is void. */
    synchronized void resumed(String channel, String clientId, String fence, long serverSeq) {
        uses.merge(
                new Use(channel, clientId),
                new Standing(fence, serverSeq, 0, 0),
                (before, now) -> new Standing(fence, serverSeq, before.accepted, before.rejected));
    }

    /** It was told so much about a batch of that client that was made at that number. */
    synchronized void answered(String channel, String clientId, long serverSeq, long accepted, long rejected) {
        uses.computeIfPresent(
                new Use(channel, clientId),
                (use, before) -> new Standing(
                        before.fence,
                        Math.max(before.serverSeq, serverSeq),
                        before.accepted + accepted,
                        before.rejected + rejected));
    }

    /** As which clients it has resumed in that channel. */
    synchronized List<ConnectedClient> clients(String channel) {
        return uses.entrySet().stream()
                .filter(use -> use.getKey().channel().equals(channel))
                .map(use -> new ConnectedClient(
                        use.getKey().clientId(),
                        use.getValue().serverSeq(),
                        use.getValue().accepted(),
                        use.getValue().rejected()))
                .toList();
    }

    /** The client to which that fence was given on this connection; null if to none. */
    synchronized @Nullable String clientOf(String channel, String fence) {
        for (Map.Entry<Use, Standing> given : uses.entrySet()) {
            if (given.getKey().channel().equals(channel)
                    && given.getValue().fence().equals(fence)) {
                return given.getKey().clientId();
            }
        }
        return null;
    }

    /** A client that it is in that channel; null if it has not said yet. */
    synchronized @Nullable String clientIn(String channel) {
        String client = null;
        for (Use use : uses.keySet()) {
            client = use.channel().equals(channel) ? use.clientId() : client;
        }
        return client;
    }
}
