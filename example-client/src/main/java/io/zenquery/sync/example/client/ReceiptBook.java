package io.zenquery.sync.example.client;

import io.zenquery.sync.session.MutationReceipt;
import io.zenquery.sync.session.MutationRejectedException;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.springframework.stereotype.Component;

/** What became of each write, for people to look at. */
@Component
class ReceiptBook {
    private final ConcurrentNavigableMap<Long, Entry> entries = new ConcurrentSkipListMap<>();

    /**
     * One write.
     *
     * @param status {@code pending}, {@code accepted}, {@code visible}, {@code withdrawn}, or {@code rejected:} and the code
     */
    record Entry(long clientSeq, String what, String status) {
        Entry with(String newStatus) {
            return new Entry(clientSeq, what, newStatus);
        }
    }

    long keep(String what, MutationReceipt receipt) {
        long clientSeq = receipt.clientSeq();
        entries.put(clientSeq, new Entry(clientSeq, what, "pending"));
        receipt.accepted()
                .thenRun(() -> update(clientSeq, "accepted"))
                .thenCompose(accepted -> receipt.visible())
                .whenComplete((visible, failure) -> update(clientSeq, failure == null ? "visible" : status(failure)));
        return clientSeq;
    }

    List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    private void update(long clientSeq, String status) {
        entries.computeIfPresent(clientSeq, (number, entry) -> entry.with(status));
    }

    private static String status(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause instanceof MutationRejectedException rejected ? "rejected:" + rejected.code() : "withdrawn";
    }
}
