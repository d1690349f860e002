package io.zenquery.sync.example.client;

import io.zenquery.sync.example.client.Timeline.Kind;
import io.zenquery.sync.example.client.Timeline.Note;
import io.zenquery.sync.protocol.ClientMessage;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.protocol.ServerMessage.Origin;
import io.zenquery.sync.protocol.ServerMessage.Snapshot;
import io.zenquery.sync.protocol.ServerMessage.Verdict;
import io.zenquery.sync.protocol.ServerMessage.Welcome;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Notes what goes over the wire. Rejections, conflicts and rollbacks are told by the library's events: see {@link BoardEvents}. */
@Component
class WireNotes {
    private final Timeline timeline;
    private volatile long sentUpTo;

    WireNotes(Timeline timeline) {
        this.timeline = timeline;
    }

    /** The highest number that was sent since the start; 0 for none. */
    long sentUpTo() {
        return sentUpTo;
    }

    void sent(ClientMessage message) {
        if (message instanceof MutationBatch batch) {
            List<Mutation> members = batch.batch();
            sentUpTo = Math.max(sentUpTo, members.get(members.size() - 1).clientSeq());
            String numbers =
                    members.stream().map(member -> "#" + member.clientSeq()).collect(Collectors.joining(", "));
            timeline.add(Note.of(Kind.SENT, numbers + ", made on top of delta " + batch.baseServerSeq()));
        }
    }

    void received(ServerMessage message) {
        if (message instanceof Ack ack) {
            timeline.add(ack(ack));
        } else if (message instanceof Delta delta) {
            timeline.add(Note.of(
                    Kind.DELTA,
                    "delta " + delta.serverSeq() + " " + author(delta.origin()),
                    Wording.lines(delta.patches())));
        } else if (message instanceof Welcome welcome) {
            timeline.add(Note.of(Kind.CONNECTION, "welcome: the server is at delta " + welcome.head()));
            acks(welcome.verdicts());
        } else if (message instanceof Snapshot snapshot) {
            timeline.add(Note.of(Kind.DELTA, "snapshot of everything, as of delta " + snapshot.serverSeq()));
        }
    }

    /** What the server had decided while there was no connection. */
    private void acks(List<Verdict> verdicts) {
        for (Verdict verdict : verdicts) {
            if (verdict instanceof Ack ack) {
                timeline.add(ack(ack));
            }
        }
    }

    private static Note ack(Ack ack) {
        return Note.of(
                Kind.ACK,
                "#" + ack.clientSeq()
                        + (ack.delta() == null
                                ? " accepted, nothing to change"
                                : " accepted, as delta " + ack.delta()));
    }

    private static String author(@Nullable Origin origin) {
        return origin == null ? "by the server itself" : "by " + origin.clientId() + ", #" + origin.clientSeq();
    }
}
