package io.zenquery.sync.example.client;

import io.zenquery.sync.atom.AtomStore;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.PatchFormat;
import io.zenquery.sync.spring.SyncOperations;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.JsonNode;

/** The REST face: every write answers at once with its number, whatever the connection does. */
@RestController
class TaskBoardController {
    private final TaskBoard board;
    private final SyncOperations sync;
    private final ReceiptBook receipts;

    TaskBoardController(TaskBoard board, SyncOperations sync, ReceiptBook receipts) {
        this.board = board;
        this.sync = sync;
        this.receipts = receipts;
    }

    record NewTask(
            @Nullable String id,
            @Nullable String title,
            @Nullable Integer index) {}

    record Title(@Nullable String title) {}

    record Position(@Nullable Integer index) {}

    record Written(long clientSeq, @Nullable String id) {}

    /** What this client sees. */
    record View(
            @Nullable JsonNode view,
            @Nullable JsonNode confirmed,
            long serverSeq,
            long version,
            int pending,
            String state,
            String clientId) {}

    @PostMapping("/tasks")
    Written add(@RequestBody NewTask task) {
        // Short, to be read by people. Were it there already, the server would reject it: duplicate-id.
        String id = task.id() == null ? "t-" + UUID.randomUUID().toString().substring(0, 8) : task.id();
        return new Written(board.add(id, required("a title", task.title()), task.index()), id);
    }

    @PutMapping("/tasks/{id}/title")
    Written rename(@PathVariable String id, @RequestBody Title title) {
        return new Written(board.rename(id, required("a title", title.title())), id);
    }

    @PostMapping("/tasks/{id}/toggle")
    Written toggle(@PathVariable String id) {
        return new Written(board.toggle(id), id);
    }

    @PostMapping("/tasks/{id}/move")
    Written move(@PathVariable String id, @RequestBody Position position) {
        return new Written(board.move(id, required("an index", position.index())), id);
    }

    @DeleteMapping("/tasks/{id}")
    Written remove(@PathVariable String id) {
        return new Written(board.remove(id), id);
    }

    /** An RFC 6902 patch of the board. */
    @PostMapping("/patch")
    Written patch(@RequestBody JsonNode patch) {
        return new Written(board.patch(PatchFormat.parse(patch)), null);
    }

    @GetMapping("/view")
    View view() {
        AtomKey atom = AtomKey.of(TaskBoard.ATOM);
        AtomStore.Snapshot snapshot = sync.snapshot();
        return new View(
                PageStates.orNull(snapshot.view(atom)),
                PageStates.orNull(snapshot.confirmed().getOrDefault(atom, Json.ABSENT)),
                sync.confirmedServerSeq(),
                snapshot.version(),
                sync.pending().size(),
                sync.state().name(),
                sync.clientId());
    }

    @GetMapping("/receipts")
    List<ReceiptBook.Entry> receipts() {
        return receipts.entries();
    }

    @PostMapping("/offline")
    void offline() {
        sync.disconnect();
    }

    @PostMapping("/online")
    void online() {
        sync.connect();
    }

    private static <T> T required(String what, @Nullable T value) {
        if (value == null) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "expected " + what + ", got none");
        }
        return value;
    }
}
