package io.zenquery.sync.spring;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A mutation that is made, by {@link SyncOperations#mutate}, by an undo or by another attempt, as an observation. What tracing puts into its
 * carrier goes to the server with the mutation.
 */
public class SyncMutationContext extends SenderContext<Map<String, String>> {

    /** What makes a mutation. */
    public enum Operation {
        /** The application does. */
        MUTATE,
        /** It takes another one back; that may be an undo itself, which makes this one a redo. */
        UNDO,
        /** It is another attempt of one that failed. */
        RETRY
    }

    private final String channel;
    private final @Nullable String mutation;
    private final Operation operation;
    private @Nullable Long clientSeq;

    /** @param mutation the name of the mutation; null if it has none */
    public SyncMutationContext(String channel, @Nullable String mutation, Operation operation) {
        super((carrier, key, value) -> Objects.requireNonNull(carrier).put(key, value), Kind.PRODUCER);
        this.channel = channel;
        this.mutation = mutation;
        this.operation = Objects.requireNonNull(operation, "operation");
        setCarrier(new HashMap<>());
    }

    /** The channel. */
    public String getChannel() {
        return channel;
    }

    /** The name of the mutation; null if it has none. */
    public @Nullable String getMutation() {
        return mutation;
    }

    /** What makes it. */
    public Operation getOperation() {
        return operation;
    }

    /** The number of the mutation; null as long as it is not registered. */
    public @Nullable Long getClientSeq() {
        return clientSeq;
    }

    void setClientSeq(long number) {
        clientSeq = number;
    }
}
