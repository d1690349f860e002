package io.zenquery.sync.actuate;

import io.zenquery.sync.SyncException;
import io.zenquery.sync.actuate.SyncDescriptor.ClientChannelDescriptor;
import io.zenquery.sync.actuate.SyncDescriptor.RetryDescriptor;
import io.zenquery.sync.actuate.SyncDescriptor.ServerDescriptor;
import io.zenquery.sync.actuate.client.ClientChannel;
import io.zenquery.sync.outbox.OutboxException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/** How client and server stand, whichever the application is, and what an operator can do about a mutation that failed. */
@Endpoint(id = "zenquerysync")
public class ZenQuerySyncEndpoint {
    /** How many mutations, or clients, of a channel are listed. */
    public static final int MOST = 100;

    // What operations produce by default, if they return something. An extension's takes the place of one that produces
    // the same only.
    static final String ACTUATOR_V3 = "application/vnd.spring-boot.actuator.v3+json";
    static final String ACTUATOR_V2 = "application/vnd.spring-boot.actuator.v2+json";
    static final String JSON = "application/json";

    private final Supplier<? extends Collection<ClientChannel>> channels;
    private final @Nullable ServerReporter server;
    private final boolean showInputs;

    /**
     * @param channels those of the client, as they are at the moment; none if the application is no client
     * @param server null if the application is no server
     * @param showInputs whether to show what mutations work on
     */
    public ZenQuerySyncEndpoint(
            Supplier<? extends Collection<ClientChannel>> channels,
            @Nullable ServerReporter server,
            boolean showInputs) {
        this.channels = channels;
        this.server = server;
        this.showInputs = showInputs;
    }

    /** All channels, those of a server without sizes and clients. */
    @ReadOperation
    public SyncDescriptor sync() {
        Collection<ClientChannel> all = channels.get();
        return new SyncDescriptor(all.isEmpty() ? null : describe(all), server == null ? null : server.report());
    }

    /** One channel, on the side of a server with its size and clients; null, the status 404, if there is none of that name. */
    @ReadOperation
    public @Nullable SyncDescriptor channel(@Selector String channel) {
        ClientChannel own = find(channel);
        ServerDescriptor served = server == null ? null : server.report(channel);
        return own == null && served == null
                ? null
                : new SyncDescriptor(own == null ? null : describe(List.of(own)), served);
    }

    /**
     * Submits a failed mutation again, on the present view. The status is 400, with an {@code ErrorDescriptor}, if there is none of
     * that number, or it does not fit the view: it stays then.
     *
     * @throws InvalidEndpointRequestException if it could not be submitted
     */
    @WriteOperation
    public RetryDescriptor retry(@Selector String channel, @Selector long clientSeq) {
        try {
            return new RetryDescriptor(client(channel).retry(clientSeq));
        } catch (OutboxException e) {
            throw e; // not the caller's fault
        } catch (IllegalArgumentException | SyncException e) {
            String message = String.valueOf(e.getMessage());
            throw new InvalidEndpointRequestException(message, message, e);
        }
    }

    /**
     * Forgets a failed mutation. The status is 204, or 400 with an {@code ErrorDescriptor} if there is none of that number.
     *
     * @throws InvalidEndpointRequestException if there is none
     */
    @DeleteOperation(produces = {ACTUATOR_V3, ACTUATOR_V2, JSON})
    public void discard(@Selector String channel, @Selector long clientSeq) {
        if (!client(channel).discard(clientSeq)) {
            throw invalid("expected the number of a failed mutation of channel " + channel + ", got " + clientSeq);
        }
    }

    private ClientChannel client(String name) {
        ClientChannel channel = find(name);
        if (channel == null) {
            throw invalid("expected a channel of this client, one of "
                    + channels.get().stream().map(ClientChannel::name).toList() + ", got " + name);
        }
        return channel;
    }

    private @Nullable ClientChannel find(String name) {
        return channels.get().stream()
                .filter(channel -> channel.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static InvalidEndpointRequestException invalid(String message) {
        return new InvalidEndpointRequestException(message, message);
    }

    private Map<String, ClientChannelDescriptor> describe(Collection<ClientChannel> described) {
        Map<String, ClientChannelDescriptor> byName = new LinkedHashMap<>();
        described.forEach(channel -> byName.put(channel.name(), ClientDescriptions.of(channel, MOST, showInputs)));
        return byName;
    }
}
