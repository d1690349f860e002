package io.zenquery.sync.server;

import io.zenquery.sync.protocol.ServerMessage.Delta;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a channel's log and hands its deltas to the listeners. One thread at a time does so; another one that has written
 * meanwhile leaves its deltas to that thread and goes on.
 */
final class Tail {
    private static final Logger LOG = LoggerFactory.getLogger(Tail.class);

    private final String channel;
    private final DeltaLog log;
    private final List<DeltaListener> listeners;
    private final AtomicInteger wakes = new AtomicInteger();
    private long delivered; // only the thread that raised wakes from 0 reads or writes it

    /** Begins after what the log has now. */
    Tail(String channel, DeltaLog log, List<DeltaListener> listeners) {
        this.channel = channel;
        this.log = log;
        this.listeners = listeners;
        this.delivered = log.head();
    }

    /** Something may have been appended. */
    void wake() {
        if (wakes.getAndIncrement() != 0) {
            return;
        }
        int answered = 1;
        try {
            do {
                follow();
                answered = wakes.addAndGet(-answered);
            } while (answered != 0);
        } catch (RuntimeException e) {
            wakes.set(0); // the log can't be read: whoever wakes next tries again
            throw e;
        }
    }

    private void follow() {
        List<Delta> deltas = log.read(delivered + 1, log.head()).stream()
                .map(LogEntry::delta)
                .toList();
        if (deltas.isEmpty()) {
            return;
        }
        warnOfGaps(deltas);
        for (DeltaListener listener : listeners) {
            try {
                listener.onDeltas(channel, deltas);
            } catch (RuntimeException e) {
                LOG.error("channel {}: a listener failed at deltas from {} on", channel, delivered + 1, e);
            }
        }
        delivered = deltas.get(deltas.size() - 1).serverSeq();
    }

    private void warnOfGaps(List<Delta> deltas) {
        long last = delivered;
        for (Delta delta : deltas) {
            if (delta.serverSeq() != last + 1) {
                LOG.warn(
                        "channel {}: deltas {} to {} were truncated before they were delivered; clients resume",
                        channel,
                        last + 1,
                        delta.serverSeq() - 1);
            }
            last = delta.serverSeq();
        }
    }
}
