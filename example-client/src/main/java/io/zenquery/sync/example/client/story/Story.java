package io.zenquery.sync.example.client.story;

import java.io.File;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Normal writes, offline edits on both sides, a conflict at one place, inserts at one index, a rejected write rolled back in the
 * middle of a queue, a connection cut while a batch is under way, a server that is killed and comes back. Ends with {@code converged} and exit code 0 only if all views
 * equal the server's state and every mutation has exactly one verdict.
 */
public final class Story {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int BURST = 10;
    private static final int CUTS = 20;

    private final @Nullable ServerProcess process;
    private final Side server;
    private final Side anna;
    private final Side ben;
    private final PrintStream out;
    private int step;

    /**
     * @param process the server's process; null for one that is not to be killed
     * @param out where each step says its line
     */
    Story(URI server, URI firstClient, URI secondClient, @Nullable ServerProcess process, PrintStream out) {
        this.process = process;
        this.server = new Side("server", server);
        this.anna = new Side("anna", firstClient);
        this.ben = new Side("ben", secondClient);
        this.out = out;
    }

    /**
     * Arguments: the addresses of the server and of two clients; then, where the server is to be killed and started again, its process id,
     * the file of its log, and the command with its arguments.
     *
     * <p>Exit code 0: converged; 1: not; 2: wrong arguments.
     */
    public static void main(String[] args) {
        if (args.length != 3 && args.length < 6) {
            System.err.println(
                    "expected the addresses of the server and of two clients, and perhaps a process id, a log"
                            + " file and a command, got " + args.length + " arguments");
            System.exit(2);
        }
        ServerProcess process = args.length == 3
                ? null
                : new ServerProcess(
                        Long.parseLong(args[3]),
                        new File(args[4]),
                        List.of(args).subList(5, args.length));
        try {
            new Story(URI.create(args[0]), URI.create(args[1]), URI.create(args[2]), process, System.out).tell();
        } catch (IllegalStateException e) {
            System.out.println("not converged: " + e.getMessage());
            System.exit(1);
        }
    }

    /**
     * Tells the story.
     *
     * @throws IllegalStateException saying what did not become true
     */
    public void tell() {
        await("both clients are live", () -> anna.isLive() && ben.isLive());
        see("both clients are connected and see the server's board");

        normalWrites();
        offlineEdits();
        backOnline();
        cutConnection();
        if (process != null) {
            killServer(process);
        }
        patchWithoutHandler();
        theEnd();
    }

    private void normalWrites() {
        anna.add("t-milk", "buy milk", 0);
        see("anna adds 'buy milk' and sees it at once");
        ben.add("t-cat", "feed the cat", 1);
        ben.post("/tasks/t-cat/toggle");
        settle();
        see("ben adds 'feed the cat' and ticks it off; both boards are in step");
    }

    private void offlineEdits() {
        anna.post("/offline");
        ben.post("/offline");
        await("both clients are offline", () -> !anna.isLive() && !ben.isLive());
        anna.rename("t-milk", "buy oat milk");
        anna.add("t-anna", "anna's at the top", 0);
        ben.rename("t-milk", "buy soy milk");
        ben.add("t-ben", "ben's at the top", 0);
        see("both go offline; both rename the same task, and both insert at index 0");

        anna.rename("t-cat", " ");
        anna.add("t-tea", "drink tea", 2);
        anna.post("/tasks/t-milk/move", Map.of("index", 0));
        see("anna, still offline, gives a task an empty title, which the server will reject, and goes on writing");
    }

    private void backOnline() {
        ben.post("/online");
        await("ben is live without anything pending", () -> ben.isLive() && ben.pending() == 0);
        see("ben is back first: his writes are decided");
        anna.post("/online");
        settle();
        see("anna is back: her rename came later and stands, both inserts are kept, the empty title is rolled back");
        require("the rejected title was rolled back", titleOf("t-cat").equals("feed the cat"));
        require("the later of the two renames stands", titleOf("t-milk").equals("buy oat milk"));
        require(
                "the server rejected exactly the empty title",
                receipts(anna).values().stream()
                        .filter(status -> status.startsWith("rejected"))
                        .toList()
                        .equals(List.of("rejected:title-empty")));
    }

    /** Writes and cuts until the server has decided something that the writer does not know of: then a batch was under way. */
    private void cutConnection() {
        int written = 0;
        long unknown = 0;
        for (int attempt = 1; attempt <= CUTS && unknown == 0; attempt++) {
            anna.post("/online");
            await("anna is live", anna::isLive);
            for (int i = 0; i < BURST; i++) {
                anna.add("note-" + ++written, "note " + written, 0);
            }
            anna.post("/offline");
            await("anna is offline", () -> !anna.isLive());
            anna.add("note-" + ++written, "note " + written, 0);
            ben.add("meanwhile-" + attempt, "ben meanwhile " + attempt, 0);
            await("ben's write is decided", () -> ben.pending() == 0);
            unknown = verdicts(anna).size()
                    - receipts(anna).values().stream()
                            .filter(status -> !status.equals("pending"))
                            .count();
        }
        require("the cut hit a batch under way, in " + CUTS + " attempts", unknown > 0);
        see("anna writes " + written + " notes and is cut off: the server has decided " + unknown
                + " of her mutations that she does not know of");
        anna.post("/online");
        settle();
        require("each note arrived once", count("note-") == written);
        out.printf("%2d  anna is back: all %d notes are on the server, each once%n", ++step, written);
        for (int i = 1; i <= written; i++) {
            anna.delete("note-" + i);
        }
        settle();
    }

    /** Both go on writing while the server is dead; what it had said yes to before must be there when it is back. */
    private void killServer(ServerProcess killed) {
        for (int i = 1; i <= BURST; i++) {
            anna.add("before-" + i, "before " + i, 0);
        }
        await("some of anna's writes are accepted", () -> anna.pending() < BURST);
        killed.kill();
        await("both clients notice", () -> !anna.isLive() && !ben.isLive());
        anna.add("dead-anna", "anna, to a dead server", 0);
        ben.add("dead-ben", "ben, to a dead server", 0);
        out.printf("%2d  the server is killed while anna writes; both go on writing%n", ++step);
        killed.start();
        await("the server is back", server::answers);
        settle();
        require("each write arrived once", count("before-") == BURST && count("dead-") == 2);
        see("the server is back with all that it had accepted, and both clients' writes are on it, each once");
        for (int i = 1; i <= BURST; i++) {
            anna.delete("before-" + i);
        }
        settle();
    }

    private void patchWithoutHandler() {
        ben.post("/patch", List.of(Map.of("op", "add", "path", "/note", "value", "patched without a handler")));
        settle();
        see("ben sends a bare JSON Patch, which the server's default handler carries to the head");
    }

    private void theEnd() {
        JsonNode state = server.get("/state");
        JsonNode board = state.path("state").path("tasks");
        require("anna sees the server's board", anna.board().equals(board));
        require("ben sees the server's board", ben.board().equals(board));
        int mutations = 0;
        for (Side client : List.of(anna, ben)) {
            Map<Long, String> here = receipts(client);
            Map<Long, List<String>> there = verdicts(client);
            require(
                    client.name() + ": every mutation has a verdict",
                    here.keySet().equals(there.keySet()));
            here.forEach((number, status) -> require(
                    client.name() + ": mutation " + number + " has exactly one verdict, " + status,
                    List.of(status).equals(there.get(number))));
            mutations += here.size();
        }
        out.printf(
                "%2d  %d mutations, one verdict each; server, anna and ben have the same board at delta %d%n",
                ++step, mutations, state.path("serverSeq").asLong());
        out.println("converged");
    }

    // ----------------------------------------------------------------------------------------------------- helpers

    private void see(String what) {
        JsonNode state = server.get("/state");
        out.printf("%2d  %s%n", ++step, what);
        out.println("      server at " + state.path("serverSeq").asLong() + ": "
                + Side.titles(state.path("state").path("tasks")));
        out.println("      " + anna.describe());
        out.println("      " + ben.describe());
    }

    private void settle() {
        await("nothing is pending, and both clients see the server's board", () -> {
            JsonNode board = server.get("/state").path("state").path("tasks");
            return anna.pending() == 0
                    && ben.pending() == 0
                    && anna.board().equals(board)
                    && ben.board().equals(board);
        });
    }

    private String titleOf(String id) {
        return server.get("/state").path("state").path("tasks").path("items").values().stream()
                .filter(item -> item.path("id").asString("").equals(id))
                .map(item -> item.path("title").asString(""))
                .findFirst()
                .orElse("");
    }

    private long count(String idPrefix) {
        return server.get("/state").path("state").path("tasks").path("items").values().stream()
                .filter(item -> item.path("id").asString("").startsWith(idPrefix))
                .count();
    }

    /** What the client was told of each of its mutations: {@code visible}, or {@code rejected:} and the code. */
    private static Map<Long, String> receipts(Side client) {
        Map<Long, String> receipts = new TreeMap<>();
        client.get("/receipts")
                .values()
                .forEach(receipt -> receipts.put(
                        receipt.path("clientSeq").asLong(),
                        receipt.path("status").asString("")));
        return receipts;
    }

    /** What the server decided about each mutation of the client, in the same words. */
    private Map<Long, List<String>> verdicts(Side client) {
        String clientId = client.get("/view").path("clientId").asString("");
        Map<Long, List<String>> verdicts = new TreeMap<>();
        server.get("/verdicts").values().stream()
                .filter(verdict -> verdict.path("clientId").asString("").equals(clientId))
                .forEach(verdict -> verdicts.computeIfAbsent(
                                verdict.path("clientSeq").asLong(), number -> new ArrayList<>())
                        .add(
                                verdict.path("accepted").asBoolean()
                                        ? "visible"
                                        : "rejected:" + verdict.path("code").asString("")));
        return verdicts;
    }

    private static void require(String what, boolean holds) {
        if (!holds) {
            throw new IllegalStateException("expected that " + what);
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("expected within " + PATIENCE.toSeconds() + " s that " + what);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
