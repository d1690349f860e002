package io.zenquery.sync.example.client;

import io.zenquery.sync.spring.SyncOperations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** What the page needs beside the board: its feed, its switches, and what was handed back. */
@RestController
class PageController {
    private final PageFeed feed;
    private final Network network;
    private final ServerSwitch server;
    private final SyncOperations sync;
    private final TaskBoard board;

    PageController(PageFeed feed, Network network, ServerSwitch server, SyncOperations sync, TaskBoard board) {
        this.feed = feed;
        this.network = network;
        this.server = server;
        this.sync = sync;
        this.board = board;
    }

    /** Server-sent events; a browser that lost the connection says by itself what it had last. */
    @GetMapping(path = "/feed", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter feed(@RequestHeader(name = "Last-Event-ID", required = false) @Nullable Long lastEntry) {
        return feed.open(lastEntry == null ? 0 : lastEntry);
    }

    @PutMapping("/latency")
    void latency(@RequestParam long millis) {
        if (millis < 0 || millis > Network.LONGEST.toMillis()) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST,
                    "expected a latency of 0 to " + Network.LONGEST.toMillis() + " ms, got " + millis);
        }
        network.latency(Duration.ofMillis(millis));
        feed.changed();
    }

    @PutMapping("/server-rejects")
    void serverRejects(@RequestParam boolean on) {
        server.rejectWrites(on);
    }

    /** Tries again what was rejected or handed back, as a new mutation. */
    @PostMapping("/failed/{clientSeq}/retry")
    TaskBoardController.Written retry(@PathVariable long clientSeq) {
        requireFailed(clientSeq);
        return new TaskBoardController.Written(board.retry(clientSeq), null);
    }

    @DeleteMapping("/failed/{clientSeq}")
    void discard(@PathVariable long clientSeq) {
        requireFailed(clientSeq);
        sync.discard(clientSeq);
        feed.changed();
    }

    private void requireFailed(long clientSeq) {
        if (sync.failed().stream().noneMatch(failed -> failed.clientSeq() == clientSeq)) {
            throw new ResponseStatusException(
                    HttpStatus.NOT_FOUND,
                    "expected the number of a mutation that was rejected or handed back, got " + clientSeq);
        }
    }
}
