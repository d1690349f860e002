package io.zenquery.sync.actuate.server;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.zenquery.sync.protocol.ServerMessage.ProblemCode;
import io.zenquery.sync.server.BatchReport;
import io.zenquery.sync.server.HandlerInterceptor;
import io.zenquery.sync.server.MutationCall;
import io.zenquery.sync.server.RejectMutationException;
import io.zenquery.sync.server.ServerListener;
import io.zenquery.sync.server.TryLaterException;
import io.zenquery.sync.stomp.server.SlowConsumerListener;
import java.util.Locale;

/**
 * The meters of what a server decides, and of the connections that it cuts. Their descriptions are the reference,
 * docs/actuator.md; times are the registry's. Thread-safe.
 */
public final class ServerMeters implements ServerListener, HandlerInterceptor, SlowConsumerListener {
    static final String PREFIX = "zenquery.sync.server.";

    private final MeterRegistry registry;
    private final ChannelTags tags;
    private final Counter slowConsumers;

    /**
     * Registers the meters, which count from now on.
     *
     * @param mostChannels how many channels have a tag of their own; from 0. The others share the value {@code (other)}
     */
    public ServerMeters(MeterRegistry registry, int mostChannels) {
        this.registry = registry;
        this.tags = new ChannelTags(mostChannels);
        this.slowConsumers = Counter.builder(PREFIX + "slow.consumers")
                .description("Connections that were cut because their clients did not read")
                .register(registry);
    }

    ChannelTags tags() {
        return tags;
    }

    @Override
    public void onResume(String channel, boolean snapshot) {
        count(
                "resumes",
                "Times that clients began, or began anew, and were given the deltas that they lacked or a snapshot",
                channel,
                Tag.of("answer", snapshot ? "snapshot" : "deltas"),
                1);
    }

    @Override
    public void onBatch(String channel, BatchReport report) {
        DistributionSummary.builder(PREFIX + "batch.size")
                .tags(Tags.of(tags.of(channel)))
                .baseUnit("mutations")
                .description("Mutations in a batch")
                .register(registry)
                .record(report.members());
        decided(channel, "accepted", report.accepted());
        decided(channel, "rejected", report.rejected());
        decided(channel, "repeated", report.repeated());
        if (report.accepted() + report.rejected() > 0) {
            committed(channel);
        }
        ProblemCode problem = report.problem();
        if (problem != null) {
            String code = problem.name().toLowerCase(Locale.ROOT).replace('_', '-');
            count(
                    "problems",
                    "Batches that were not decided, or not to their end, by the protocol's code",
                    channel,
                    Tag.of("code", code),
                    1);
        }
    }

    @Override
    public void onChange(String channel) {
        committed(channel);
    }

    private void committed(String channel) {
        Counter.builder(PREFIX + "commits")
                .tags(Tags.of(tags.of(channel)))
                .description("Transactions that decided mutations, and changes by the server itself")
                .register(registry)
                .increment();
    }

    private void decided(String channel, String outcome, int mutations) {
        if (mutations > 0) {
            count(
                    "decisions",
                    "Verdicts: accepted, rejected, or repeated, for those that were given before",
                    channel,
                    Tag.of("outcome", outcome),
                    mutations);
        }
    }

    private void count(String name, String description, String channel, Tag tag, int by) {
        Counter.builder(PREFIX + name)
                .tags(Tags.of(tags.of(channel), tag))
                .description(description)
                .register(registry)
                .increment(by);
    }

    // ------------------------------------------------------------------------------------------------------ handlers

    @Override
    public void around(MutationCall call, Runnable handler) {
        Timer.Sample sample = Timer.start(registry);
        String outcome = "failed";
        try {
            handler.run();
            outcome = "accepted";
        } catch (RejectMutationException e) {
            outcome = "rejected";
            throw e;
        } catch (TryLaterException e) {
            outcome = "later";
            throw e;
        } finally {
            sample.stop(Timer.builder(PREFIX + "handler")
                    .tags(Tags.of(tags.of(call.channel())).and("handler", call.name(), "outcome", outcome))
                    .description("How long handlers took, one mutation each, on their threads, until they ended:"
                            + " accepted, rejected, later or failed")
                    .register(registry));
        }
    }

    // --------------------------------------------------------------------------------------------------- connections

    @Override
    public void onSlowConsumer(String sessionId) {
        slowConsumers.increment();
    }
}
