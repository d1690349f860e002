package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.patch.JsonPointer;
import io.zenquery.sync.patch.PatchException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The settings of a client. A value that can't be is refused when the application starts.
 *
 * @param url The server's endpoint, such as wss://sync.example.com/zenquery. Without it, and without a
 *     SyncConnectionDetails bean, there is no default client.
 * @param channel The channel to synchronise. Letters, digits, '_' and '-', at most 64.
 * @param channels Further channels of the same server that are opened when the application starts. Others are opened when
 *     SyncTemplate.channel(…) first asks for them.
 * @param enabled Whether there is a client, if a URL is set.
 * @param autoStartup Whether to connect when the application starts. If not, SyncTemplate.connect() does.
 * @param clientId Who writes; no two running clients may share one. By default who the outbox says, or a new random one at each start if
 *     there is no outbox, since nothing that was pending outlives the process then.
 * @param ssl How the server is trusted, with wss://.
 * @param oauth2 The token that is shown when connecting.
 * @param conflict What becomes of pending edits that meet a change of the server.
 * @param connectTimeout How long the handshakes of WebSocket and STOMP may take together.
 * @param websocketPerChannel Whether each channel has a WebSocket of its own, rather than one for all channels of a connection.
 * @param reconnect When to connect again after a failure.
 * @param heartbeat How often both sides say that they are alive, from 100ms; 0 for never.
 * @param maxFrameSize The size of the largest frame sent or received; the server must allow the same.
 * @param maxPending How many mutations may wait for a verdict; one more waits, or is refused.
 * @param maxPendingWait How long one more mutation than max-pending waits for room before it is refused; 0 for not at all.
 * @param maxAttempts How often a mutation that the server can't decide at the moment is sent before it is handed back.
 * @param outbox Where pending mutations are kept, so that they survive the process.
 * @param maxBatch How many mutations are sent in one message at most.
 * @param identityKeys The members that identify the elements of lists, each with atom, list (a JSON Pointer) and key. When the state is fetched anew, pending edits inside such a
 *     list stay with their elements; inside another list that differs they are lost. Typed updates move such elements instead of
 *     making them anew.
 * @param undo What can be undone.
 */
@ConfigurationProperties("zenquery.sync")
public record ZenQuerySyncProperties(
        @Nullable String url,
        @Nullable String channel,
        @DefaultValue List<String> channels,
        @DefaultValue("true") boolean enabled,
        @DefaultValue("true") boolean autoStartup,
        @Nullable String clientId,
        @DefaultValue Ssl ssl,
        @DefaultValue OAuth2 oauth2,
        @DefaultValue Conflict conflict,
        @DefaultValue("10s") Duration connectTimeout,
        @DefaultValue("false") boolean websocketPerChannel,
        @DefaultValue Reconnect reconnect,
        @DefaultValue("10s") Duration heartbeat,
        @DefaultValue("1MB") DataSize maxFrameSize,
        @DefaultValue("10000") int maxPending,
        @DefaultValue("0") Duration maxPendingWait,
        @DefaultValue("10") int maxAttempts,
        @DefaultValue Outbox outbox,
        @DefaultValue("100") int maxBatch,
        @DefaultValue List<IdentityKey> identityKeys,
        @DefaultValue Undo undo) {
    static final String PREFIX = "zenquery.sync.";
    private static final long LEAST_FRAME = 4 * 1024L;
    private static final long LARGEST_FRAME = 256 * 1024 * 1024L;

    public ZenQuerySyncProperties {
        if (url != null && !url.isBlank()) {
            ServerUrl.parse(PREFIX + "url", url);
            requireChannel(channel);
        }
        require(!"".equals(clientId), "client-id", clientId, "a name, or nothing for a random one");
        require(isPositive(connectTimeout), "connect-timeout", connectTimeout, "a duration above zero");
        require(
                isPositive(reconnect.initialDelay()),
                "reconnect.initial-delay",
                reconnect.initialDelay(),
                "a duration above zero");
        require(
                reconnect.maxDelay().compareTo(reconnect.initialDelay()) >= 0,
                "reconnect.max-delay",
                reconnect.maxDelay(),
                "at least zenquery.sync.reconnect.initial-delay");
        require(
                heartbeat.isZero() || heartbeat.toMillis() >= 100,
                "heartbeat",
                heartbeat,
                "a duration from 100ms, or 0 for no heartbeats");
        require(
                maxFrameSize.toBytes() >= LEAST_FRAME && maxFrameSize.toBytes() <= LARGEST_FRAME,
                "max-frame-size",
                maxFrameSize,
                "a size from 4KB to 256MB");
        require(maxPending >= 1, "max-pending", maxPending, "a number from 1");
        require(!maxPendingWait.isNegative(), "max-pending-wait", maxPendingWait, "a duration from 0");
        require(maxAttempts >= 1, "max-attempts", maxAttempts, "a number from 1");
        require(outbox.maxFailed() >= 1, "outbox.max-failed", outbox.maxFailed(), "a number from 1");
        require(maxBatch >= 1, "max-batch", maxBatch, "a number from 1");
        require(undo.maxMutations() >= 0, "undo.max-mutations", undo.maxMutations(), "a number from 0");
        require(undo.maxDeltas() >= 1, "undo.max-deltas", undo.maxDeltas(), "a number from 1");
        for (int i = 0; i < identityKeys.size(); i++) {
            requireIdentityKey("identity-keys[" + i + "]", identityKeys.get(i));
        }
        identityKeys = List.copyOf(identityKeys);
        for (int i = 0; i < channels.size(); i++) {
            require(
                    ChannelName.isOne(channels.get(i)),
                    "channels[" + i + "]",
                    channels.get(i),
                    "the name of a channel: letters, digits, '_' and '-', at most 64");
        }
        channels = List.copyOf(channels);
    }

    /**
     * TLS.
     *
     * @param bundle The name of the SSL bundle with what to trust, and what to show, when connecting. Without it, what the JVM trusts.
     */
    public record Ssl(@Nullable String bundle) {}

    /**
     * OAuth 2.
     *
     * @param registrationId The client registration, under spring.security.oauth2.client.registration and with the grant type
     *     client_credentials, whose token is sent as a Bearer token at each WebSocket handshake. Needs spring-security-oauth2-client.
     */
    public record OAuth2(@Nullable String registrationId) {}

    /**
     * Conflict strategies.
     *
     * @param strategy The strategy of all atoms without one of their own: rebase, server-wins, client-wins, last-write-wins, fail, or
     *     the name of a ConflictResolutionStrategy bean.
     * @param atoms The strategies of single atoms, by the atom's name. A name with '/' or '.' goes in brackets: atoms[users/42].
     */
    public record Conflict(
            @DefaultValue("rebase") String strategy,
            @DefaultValue Map<String, String> atoms) {}

    /**
     * Where pending mutations are kept.
     *
     * @param path The file of the outbox, one for each running client. Without it, what is pending is gone with the process.
     * @param maxFailed How many rejected or handed-back mutations are kept for retry; the oldest goes first.
     */
    public record Outbox(
            @Nullable Path path, @DefaultValue("1000") int maxFailed) {}

    /**
     * What is kept so that confirmed mutations can be undone.
     *
     * @param maxMutations How many of the last confirmed mutations can be undone; 0 for none. Pending ones always can.
     * @param maxDeltas How many deltas, everybody's, an undo may have to go back.
     */
    public record Undo(
            @DefaultValue("100") int maxMutations,
            @DefaultValue("1000") int maxDeltas) {}

    /**
     * Waits before connecting again: they double from the first to the longest, and up to a half is taken off at random.
     *
     * @param initialDelay The first wait.
     * @param maxDelay The longest wait.
     */
    public record Reconnect(
            @DefaultValue("500ms") Duration initialDelay,
            @DefaultValue("30s") Duration maxDelay) {}

    /**
     * The identity of a list's elements.
     *
     * @param atom The atom that the list is in.
     * @param list Where the list is, as a JSON Pointer; '*' stands for any one member or index, as in /columns/&#42;/cards.
     * @param key The member that identifies an element.
     */
    public record IdentityKey(
            @Nullable String atom,
            @Nullable String list,
            @Nullable String key) {}

    private static void requireChannel(@Nullable String channel) {
        require(ChannelName.isOne(channel), "channel", channel, ChannelName.EXPECTED);
    }

    private static void requireIdentityKey(String name, IdentityKey key) {
        require(isSet(key.atom()), name + ".atom", key.atom(), "the name of an atom");
        require(isSet(key.key()), name + ".key", key.key(), "the name of a member");
        String expected = "a JSON Pointer to a list, such as /items";
        if (key.list() == null) {
            throw bad(name + ".list", null, expected);
        }
        try {
            JsonPointer.parse(key.list());
        } catch (PatchException e) {
            throw bad(name + ".list", key.list(), expected);
        }
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    private static boolean isSet(@Nullable String text) {
        return text != null && !text.isBlank();
    }

    private static void require(boolean holds, String name, @Nullable Object value, String expected) {
        if (!holds) {
            throw bad(name, value, expected);
        }
    }

    private static InvalidSyncPropertyException bad(String name, @Nullable Object value, String expected) {
        return new InvalidSyncPropertyException(PREFIX + name, value == null ? null : value.toString(), expected);
    }
}
