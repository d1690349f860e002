package io.zenquery.sync.example.client;

import io.zenquery.sync.example.client.Timeline.Kind;
import io.zenquery.sync.example.client.Timeline.Note;
import io.zenquery.sync.overlay.Collision;
import io.zenquery.sync.overlay.Resolution;
import io.zenquery.sync.spring.event.ConflictResolvedEvent;
import io.zenquery.sync.spring.event.MutationRejectedEvent;
import io.zenquery.sync.spring.event.MutationWithdrawnEvent;
import io.zenquery.sync.spring.event.RollbackEvent;
import io.zenquery.sync.spring.event.SequenceGapEvent;
import io.zenquery.sync.spring.event.SyncConnectedEvent;
import io.zenquery.sync.spring.event.SyncConnectionStateEvent;
import io.zenquery.sync.spring.event.SyncDisconnectedEvent;
import io.zenquery.sync.spring.event.SyncEvent;
import io.zenquery.sync.spring.event.SyncProblemEvent;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Listens, writes what it hears to the log and to the timeline, and keeps the page up to date. */
@Component
class BoardEvents {
    private static final Logger log = LoggerFactory.getLogger(BoardEvents.class);

    private final Timeline timeline;
    private String connection = ""; // the events' thread only
    private final Wording wording;
    private final PageFeed page;

    BoardEvents(Timeline timeline, Wording wording, PageFeed page) {
        this.timeline = timeline;
        this.wording = wording;
        this.page = page;
    }

    @EventListener
    void on(SyncConnectedEvent event) {
        log.info("{}", event);
    }

    @EventListener
    void on(SyncDisconnectedEvent event) {
        log.info("{}", event);
    }

    @EventListener
    void on(SyncConnectionStateEvent event) {
        String reason = event.reason().isEmpty() ? "" : ": " + event.reason();
        String now = event.to().name().toLowerCase(Locale.ROOT) + reason;
        if (!now.equals(connection)) { // one attempt after the other fails for the same reason
            connection = now;
            timeline.add(Note.of(Kind.CONNECTION, now));
        }
    }

    @EventListener
    void on(RollbackEvent event) {
        timeline.add(Note.of(Kind.ROLLBACK, "the view goes back", Wording.lines(event.patches())));
    }

    @EventListener
    void on(MutationRejectedEvent event) {
        log.info("{}", event);
        timeline.add(new Note(
                Kind.REJECTED,
                "#" + event.clientSeq() + ": " + event.message() + " (" + event.code() + ")",
                List.of(wording.of(event.mutation())),
                Wording.taskOf(event.mutation())));
    }

    @EventListener
    void on(MutationWithdrawnEvent event) {
        timeline.add(new Note(
                Kind.WITHDRAWN,
                "#" + event.clientSeq() + ": " + event.reason() + " (" + event.code() + ")",
                List.of(wording.of(event.mutation())),
                Wording.taskOf(event.mutation())));
    }

    @EventListener
    void on(ConflictResolvedEvent event) {
        log.info("{}", event);
        for (Resolution resolution : event.resolutions()) {
            Collision collision = resolution.collision();
            timeline.add(new Note(
                    Kind.CONFLICT,
                    "#" + collision.clientSeq() + " " + met(collision.kind()) + ": " + outcome(resolution),
                    List.of("yours: " + Wording.line(collision.atom(), collision.pending())),
                    wording.taskOf(collision.clientSeq())));
        }
    }

    @EventListener
    void on(SequenceGapEvent event) {
        timeline.add(Note.of(
                Kind.PROBLEM,
                "gap: delta " + event.received() + " came after " + event.confirmedServerSeq()
                        + "; the missing ones are asked for"));
    }

    @EventListener
    void on(SyncProblemEvent event) {
        timeline.add(Note.of(Kind.PROBLEM, event.code() + ": " + event.message()));
    }

    @EventListener
    void onAny(SyncEvent event) {
        page.changed();
    }

    private static String met(Collision.Kind kind) {
        return switch (kind) {
            case SAME_PLACE -> "met another write at the same place";
            case REMOVED -> "lost its place to another write";
            case DEPENDENCY -> "stood on something that was rejected";
        };
    }

    private static String outcome(Resolution resolution) {
        return switch (resolution.decision()) {
            case KEEP ->
                resolution.collision().kind() == Collision.Kind.SAME_PLACE
                        ? "yours stays on top until the server decides"
                        : "it shows no more, and the server decides";
            case DROP -> "yours leaves the view";
            case RESTORE -> "what it stood in is put back";
            case HIDE -> "hidden until the server decides";
        };
    }
}
