package io.zenquery.sync.actuate.client;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ServerMessage.Verdict;
import io.zenquery.sync.session.SessionListener;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Meters of what a session sends and hears; a listener of that session alone. Times are the registry's. Used on the session's thread
 * only.
 */
public final class TrafficMeters implements SessionListener {
    /** More than a batch has: what is handed back without a verdict leaves nothing here for good. */
    private static final int MOST = 10_000;

    private final Clock clock;
    private final Timer ack;
    private final Counter resends;
    private final Map<Long, Long> sentAt = new LinkedHashMap<>();

    /** Registers the meters, which count from now on. */
    public TrafficMeters(MeterRegistry registry, String channel) {
        Tags tags = Tags.of("channel", channel);
        this.clock = registry.config().clock();
        this.ack = Timer.builder("zenquery.sync.client.ack")
                .tags(tags)
                .description("From when a mutation was first sent by this process until its verdict was heard")
                .register(registry);
        this.resends = Counter.builder("zenquery.sync.client.resends")
                .tags(tags)
                .description("Batches that were sent again as they were")
                .register(registry);
    }

    @Override
    public void onSend(MutationBatch batch, boolean again) {
        if (again) {
            resends.increment();
            return; // its members are timed from the first time on, or it was another process that sent it
        }
        long now = clock.monotonicTime();
        for (Mutation member : batch.batch()) {
            sentAt.putIfAbsent(member.clientSeq(), now);
        }
        while (sentAt.size() > MOST) {
            sentAt.remove(sentAt.keySet().iterator().next());
        }
    }

    @Override
    public void onVerdict(Verdict verdict) {
        Long sent = sentAt.remove(verdict.clientSeq());
        if (sent != null) {
            ack.record(clock.monotonicTime() - sent, TimeUnit.NANOSECONDS);
        }
    }
}
