package io.zenquery.sync.actuate.client;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.overlay.Resolution;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.session.SessionState;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The meters of one channel of a client, but for those of its {@link TrafficMeters}. Their descriptions are the
 * reference, docs/actuator.md.
 */
public final class ClientMeters {
    private static final String PREFIX = "zenquery.sync.client.";

    private final MeterRegistry registry;
    private final OptimisticSyncCoordinator coordinator;
    private final Function<AtomKey, String> strategyNames;
    private final Tags tags;
    private final Counter rebases;

    /**
     * Registers the meters, which count from now on.
     *
     * @param coordinator that of {@code channel}
     * @param strategyNames the name of the conflict strategy of each atom; of a few
     */
    public ClientMeters(
            MeterRegistry registry,
            ClientChannel channel,
            OptimisticSyncCoordinator coordinator,
            Function<AtomKey, String> strategyNames) {
        this.registry = registry;
        this.coordinator = coordinator;
        this.strategyNames = strategyNames;
        this.tags = Tags.of("channel", channel.name());
        registerGauges(channel);
        FunctionCounter.builder(PREFIX + "reconnects", channel, ClientChannel::reconnects)
                .tags(tags)
                .description("Times that the client came back in step after its connection was lost or given up")
                .register(registry);
        FunctionCounter.builder(
                        PREFIX + "gaps", coordinator, each -> each.counts().gaps())
                .tags(tags)
                .description("Times that deltas were found missing")
                .register(registry);
        Counter deltas = counter("deltas", "Changes of the server that were applied, deltas and snapshots");
        this.rebases = counter("rebases", "Changes of the server that were applied below pending mutations");
        Counter rollbacks = counter("rollbacks", "Rejected mutations that were taken out of the view");
        coordinator.onApplyDelta(patches -> {
            deltas.increment();
            noteRebase();
        });
        coordinator.onRollback(patches -> rollbacks.increment());
        coordinator.onConflict(this::count);
    }

    /**
     * Takes all meters of a channel out of a registry, those of its {@link TrafficMeters} too. The channel must not count any more.
     *
     * @param channel the name that they are tagged with; one that a filter of the registry has changed is not found
     */
    public static void remove(MeterRegistry registry, String channel) {
        for (Meter meter : registry.getMeters()) {
            if (meter.getId().getName().startsWith(PREFIX)
                    && channel.equals(meter.getId().getTag("channel"))) {
                registry.remove(meter);
            }
        }
    }

    private void registerGauges(ClientChannel channel) {
        Gauge.builder(PREFIX + "pending", channel, ClientChannel::pendingCount)
                .tags(tags)
                .description("Mutations without a verdict")
                .register(registry);
        TimeGauge.builder(PREFIX + "pending.age", channel, TimeUnit.MILLISECONDS, ClientMeters::pendingMillis)
                .tags(tags)
                .description("How long the oldest mutation without a verdict has waited; 0 if there is none")
                .register(registry);
        Gauge.builder(PREFIX + "failed", channel, each -> each.failed().size())
                .tags(tags)
                .description("Mutations that were rejected or handed back and are neither retried nor discarded")
                .register(registry);
        Gauge.builder(PREFIX + "connected", channel, each -> each.state() == SessionState.LIVE ? 1 : 0)
                .tags(tags)
                .description("1 if the client is in step with the server, else 0")
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(PREFIX + name)
                .tags(tags)
                .description(description)
                .register(registry);
    }

    private static double pendingMillis(ClientChannel channel) {
        Duration age = channel.oldestPendingAge();
        return age == null ? 0 : age.toMillis();
    }

    private void noteRebase() {
        if (!coordinator.pendingMutations(0, 1).isEmpty()) {
            rebases.increment();
        }
    }

    private void count(List<Resolution> resolutions) {
        for (Resolution resolution : resolutions) {
            Counter.builder(PREFIX + "conflicts")
                    .tags(tags)
                    .tag("strategy", strategyNames.apply(resolution.collision().atom()))
                    .tag("outcome", resolution.decision().name().toLowerCase(Locale.ROOT))
                    .description(
                            "Pending edits that met a change of the server on the same place, by what became of them: keep, drop, restore or hide")
                    .register(registry)
                    .increment();
        }
    }
}
