package io.zenquery.sync.actuate;

import io.zenquery.sync.PendingMutation;
import io.zenquery.sync.actuate.SyncDescriptor.ClientChannelDescriptor;
import io.zenquery.sync.actuate.SyncDescriptor.MutationDescriptor;
import io.zenquery.sync.actuate.client.ClientChannel;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.session.FailedMutation;
import io.zenquery.sync.session.MutationRequest;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Describes the channels of a client. */
final class ClientDescriptions {
    private ClientDescriptions() {}

    static ClientChannelDescriptor of(ClientChannel channel, int most, boolean showInputs) {
        List<PendingMutation> pending = channel.pending();
        List<FailedMutation> failed = channel.failed();
        String reason = channel.disconnectReason();
        return new ClientChannelDescriptor(
                channel.state(),
                channel.clientId(),
                channel.confirmedServerSeq(),
                channel.disconnectedSince(),
                reason.isEmpty() ? null : reason,
                channel.reconnects(),
                pending.size(),
                failed.size(),
                pending.stream()
                        .limit(most)
                        .map(mutation -> of(channel, mutation, showInputs))
                        .toList(),
                failed.stream()
                        .limit(most)
                        .map(mutation -> of(channel, mutation, showInputs))
                        .toList());
    }

    private static MutationDescriptor of(ClientChannel channel, PendingMutation mutation, boolean showInput) {
        @Nullable
        MutationRequest request = mutation.mutationInfo() instanceof MutationRequest submitted ? submitted : null;
        return new MutationDescriptor(
                mutation.clientSeq(),
                request == null ? null : request.name(),
                names(mutation.optimisticPatches().keySet()),
                channel.age(mutation),
                null,
                null,
                null,
                showInput && request != null ? shown(request.input()) : null);
    }

    private static MutationDescriptor of(ClientChannel channel, FailedMutation mutation, boolean showInput) {
        return new MutationDescriptor(
                mutation.clientSeq(),
                mutation.name(),
                names(mutation.patches().keySet()),
                channel.age(mutation),
                mutation.code(),
                mutation.message(),
                mutation.mayHaveTakenEffect(),
                showInput ? shown(mutation.input()) : null);
    }

    private static @Nullable JsonNode shown(JsonNode input) {
        return input.isNull() ? null : input;
    }

    private static List<String> names(Set<AtomKey> atoms) {
        return atoms.stream()
                .map(atom -> atom instanceof AtomKey.Named named ? named.name() : atom.toString())
                .sorted()
                .toList();
    }
}
