package io.zenquery.sync.actuate;

import io.zenquery.sync.session.SessionState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import tools.jackson.databind.JsonNode;

/**
 * What the endpoint answers. No documents, and what mutations work on only where the application says so.
 *
 * @param client by channel, how the client stands; null if the application is none
 * @param server how the server stands; null if the application is none
 */
public record SyncDescriptor(
        @Nullable Map<String, ClientChannelDescriptor> client,
        @Nullable ServerDescriptor server) implements OperationResponseBody {

    /**
     * One channel of a client.
     *
     * @param state where its session is
     * @param clientId who writes
     * @param confirmedServerSeq the number of the last delta applied; 0 before the first
     * @param disconnectedSince since when it is not connected; null if it is
     * @param disconnectReason why it is not connected, for people; null if it is, or that is not known
     * @param reconnects how often it came back in step after its connection was lost or given up
     * @param pendingCount mutations without a verdict
     * @param failedCount mutations that were rejected or handed back and are neither retried nor discarded
     * @param pending the oldest of those without a verdict, up to {@value ZenQuerySyncEndpoint#MOST}
     * @param failed the oldest of those that failed, up to {@value ZenQuerySyncEndpoint#MOST}
     */
    public record ClientChannelDescriptor(
            SessionState state,
            String clientId,
            long confirmedServerSeq,
            @Nullable Instant disconnectedSince,
            @Nullable String disconnectReason,
            long reconnects,
            int pendingCount,
            int failedCount,
            List<MutationDescriptor> pending,
            List<MutationDescriptor> failed) {}

    /**
     * A mutation.
     *
     * @param clientSeq its number
     * @param name the server's handler; null for the default one
     * @param atoms the documents that it changes
     * @param age how long it has waited, or how long ago it failed; null if that is not known
     * @param code why it failed, for programs; null if it did not
     * @param reason why it failed, for people; null if it did not
     * @param mayHaveTakenEffect whether it may have taken effect though it failed; null if it did not fail
     * @param input what its handler works on; null unless the application wants it to be shown
     */
    public record MutationDescriptor(
            long clientSeq,
            @Nullable String name,
            List<String> atoms,
            @Nullable Duration age,
            @Nullable String code,
            @Nullable String reason,
            @Nullable Boolean mayHaveTakenEffect,
            @Nullable JsonNode input) {}

    /**
     * The server.
     *
     * @param connections how many are open
     * @param channels by name, those that were named since this server started
     */
    public record ServerDescriptor(int connections, Map<String, ServerChannelDescriptor> channels) {}

    /**
     * One channel of the server.
     *
     * @param epoch the incarnation of its log
     * @param head the number of the last delta
     * @param subscribers connections to this node that listen to it
     * @param size how large it is; only where one channel is asked for
     * @param clients who has resumed on an open connection, up to {@value ZenQuerySyncEndpoint#MOST}; only where one channel is asked for
     */
    public record ServerChannelDescriptor(
            String epoch,
            long head,
            int subscribers,
            @Nullable SizeDescriptor size,
            @Nullable List<ClientDescriptor> clients) {}

    /**
     * How large a channel is.
     *
     * @param deltas how many its log keeps
     * @param documents the bytes of each document as JSON, by its name, to within a comma for each object or array
     */
    public record SizeDescriptor(long deltas, Map<String, Long> documents) {}

    /**
     * A client, as the server knows it.
     *
     * @param clientId who writes
     * @param serverSeq the number that it said it has, when it resumed or made its last batch
     * @param lag by how many deltas it is behind at most: what it was sent since then, it need not confirm
     * @param accepted mutations whose acceptance it was told on this connection
     * @param rejected mutations whose rejection it was told on this connection
     */
    public record ClientDescriptor(String clientId, long serverSeq, long lag, long accepted, long rejected) {}

    /**
     * A mutation was submitted again.
     *
     * @param clientSeq its new number
     */
    public record RetryDescriptor(long clientSeq) implements OperationResponseBody {}

    /**
     * Why something was refused, over HTTP.
     *
     * @param message what was expected and what came
     */
    public record ErrorDescriptor(String message) implements OperationResponseBody {}
}
