package io.zenquery.sync.server;

import io.zenquery.sync.atom.Draft;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A mutation that a {@link MutationFunction} is to decide. Valid during the call, on its thread. */
public final class MutationCall {
    private final String channel;
    private final ClientKey client;
    private final @Nullable String principal;
    private final Mutation mutation;
    private final Draft draft;
    private final JsonMapper mapper;
    private final Map<String, String> ids = new LinkedHashMap<>();
    private @Nullable String handledIn;

    MutationCall(
            String channel,
            ClientKey client,
            @Nullable String principal,
            Mutation mutation,
            Draft draft,
            JsonMapper mapper) {
        this.channel = channel;
        this.client = client;
        this.principal = principal;
        this.mutation = mutation;
        this.draft = draft;
        this.mapper = mapper;
    }

    /** The channel. */
    public String channel() {
        return channel;
    }

    /** The mutation's name, which is the handler's. */
    public String name() {
        return Objects.requireNonNull(mutation.name(), "name");
    }

    /** Who writes, as the client says. */
    public String clientId() {
        return client.clientId();
    }

    /** Who is logged in on the connection; null without a login. */
    public @Nullable String principal() {
        return principal;
    }

    /** The mutation's number. */
    public long clientSeq() {
        return mutation.clientSeq();
    }

    /** Which trace it is part of, as a {@link io.zenquery.sync.protocol.TraceParent}; null for none. */
    public @Nullable String trace() {
        return mutation.trace();
    }

    /** The handler has accepted, at work in that trace. */
    void handledIn(@Nullable String trace) {
        handledIn = trace;
    }

    /** Which trace its effect is part of: the handler's, or else the mutation's own. */
    @Nullable
    String effectTrace() {
        return handledIn == null ? mutation.trace() : handledIn;
    }

    /** What the client sent to work on; JSON {@code null} for nothing. */
    public JsonNode input() {
        return mutation.input();
    }

    /**
     * The input as an object of that type.
     *
     * @throws RejectMutationException with code {@code input-invalid} if there is none, or it does not fit the type; handlers let
     *     it pass
     */
    @SuppressWarnings("unchecked") // not Class.cast, which knows no primitive types
    public <T> T input(Class<T> type) {
        return (T) input(mapper.constructType(type));
    }

    /** As {@link #input(Class)}, for any type that Jackson knows, such as a list of something. */
    public Object input(Type type) {
        return input(mapper.constructType(type));
    }

    private Object input(JavaType type) {
        if (mutation.input().isNull()) {
            throw new RejectMutationException(
                    "input-invalid", "expected an input for " + mutation.name() + ", got none");
        }
        try {
            return mapper.treeToValue(mutation.input(), type);
        } catch (JacksonException e) {
            RejectMutationException rejection = new RejectMutationException(
                    "input-invalid",
                    "expected an input for " + mutation.name() + " in the form of "
                            + type.getRawClass().getSimpleName() + ": " + e.getOriginalMessage());
            rejection.initCause(e);
            throw rejection;
        }
    }

    /** The temporary ids that the client made up for what the mutation creates, for {@link #becomes}. */
    public Set<String> creates() {
        return mutation.creates();
    }

    /**
     * Says what a temporary id has become. The client, and later mutations of the same batch, use the final one from then on.
     *
     * @param temporary one of {@link #creates}
     * @param id the final id; the first one said for a temporary one counts
     * @throws IllegalArgumentException if the mutation has no such temporary id
     */
    public void becomes(String temporary, String id) {
        if (!mutation.creates().contains(temporary)) {
            throw new IllegalArgumentException("expected one of the mutation's temporary ids " + mutation.creates()
                    + ", got \"" + temporary + "\"");
        }
        ids.putIfAbsent(temporary, Objects.requireNonNull(id, "id"));
    }

    /** What was said of the temporary ids. */
    Map<String, String> ids() {
        return ids;
    }

    /** The channel's documents as they are now, and where changes of them are recorded; the same draft each time. */
    public Draft draft() {
        return draft;
    }
}
