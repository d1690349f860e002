package io.zenquery.sync.spring;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One call of {@link SyncOperations#mutate}, as an observation. What tracing puts into its carrier goes to the server with the mutation. */
public class SyncMutationContext extends SenderContext<Map<String, String>> {
    private final String channel;
    private final @Nullable String mutation;
    private @Nullable Long clientSeq;

    /** @param mutation the name of the mutation; null if it has none */
    public SyncMutationContext(String channel, @Nullable String mutation) {
        super((carrier, key, value) -> Objects.requireNonNull(carrier).put(key, value), Kind.PRODUCER);
        this.channel = channel;
        this.mutation = mutation;
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

    /** The number of the mutation; null as long as it is not registered. */
    public @Nullable Long getClientSeq() {
        return clientSeq;
    }

    void setClientSeq(long number) {
        clientSeq = number;
    }
}
