package io.zenquery.sync.test.memory;

import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.server.ClientKey;
import io.zenquery.sync.server.MutationFunction;
import io.zenquery.sync.server.RejectMutationException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What a test wants rejected. A mutation that is to be rejected is given to a handler that rejects it; so the engine decides it as any
 * other, and when it is sent again, the same becomes of it. Thread-safe.
 */
final class Rejections {
    static final String HANDLER = "zenquery-sync-test.reject";

    private final List<Rejection> wanted = new ArrayList<>();
    private final Map<Member, Optional<Rejection>> known = new HashMap<>();

    private record Rejection(@Nullable String mutation, String code, String message) {
        boolean fits(Mutation candidate) {
            return mutation == null || mutation.equals(candidate.name());
        }
    }

    private record Member(ClientKey client, long clientSeq) {}

    synchronized void add(@Nullable String mutation, String code, String message) {
        if (code.isBlank()) {
            throw new IllegalArgumentException("expected a code such as title-empty, got a blank one");
        }
        wanted.add(new Rejection(mutation, code, message));
    }

    synchronized void clear() {
        wanted.clear();
    }

    @Nullable
    synchronized String first() {
        return wanted.isEmpty() ? null : wanted.get(0).code();
    }

    MutationFunction handler() {
        return MutationFunction.of(HANDLER, call -> {
            JsonNode input = call.input();
            throw new RejectMutationException(
                    input.path("code").asString(), input.path("message").asString());
        });
    }

    /** The batch with the members to be rejected in the hands of {@link #handler}. */
    synchronized MutationBatch apply(@Nullable ClientKey client, MutationBatch batch) {
        if (client == null) {
            return batch;
        }
        List<Mutation> members = batch.batch().stream()
                .map(mutation -> known.computeIfAbsent(
                                new Member(client, mutation.clientSeq()), member -> takeFor(mutation))
                        .map(rejection -> rejected(mutation, rejection))
                        .orElse(mutation))
                .toList();
        return new MutationBatch(batch.fence(), batch.baseServerSeq(), batch.prevClientSeq(), members);
    }

    private Optional<Rejection> takeFor(Mutation mutation) {
        for (Iterator<Rejection> all = wanted.iterator(); all.hasNext(); ) {
            Rejection rejection = all.next();
            if (rejection.fits(mutation)) {
                all.remove();
                return Optional.of(rejection);
            }
        }
        return Optional.empty();
    }

    private static Mutation rejected(Mutation mutation, Rejection rejection) {
        JsonNode input = JsonNodeFactory.instance
                .objectNode()
                .put("code", rejection.code())
                .put("message", rejection.message());
        return new Mutation(
                mutation.clientSeq(),
                HANDLER,
                input,
                mutation.patches(),
                mutation.strategies(),
                mutation.stamp(),
                mutation.creates());
    }
}
