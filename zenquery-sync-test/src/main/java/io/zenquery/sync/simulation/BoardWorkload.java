package io.zenquery.sync.simulation;

import io.zenquery.sync.atom.Draft;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.JsonPointer;
import io.zenquery.sync.server.MutationFunction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * The default workload: a board with a list of items that have lists of their own, members that come and go, and a journal that each
 * mutation with an effect writes its tag into, once. Short lists and few names, so that edits meet.
 */
final class BoardWorkload implements Workload {
    private static final AtomKey BOARD = AtomKey.of("board");
    private static final AtomKey JOURNAL = AtomKey.of("journal");
    private static final AtomKey EXTRA = AtomKey.of("extra");
    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final int MANY = 6;

    @Override
    public Map<AtomKey, JsonNode> documents() {
        ObjectNode board = JsonNodeFactory.instance.objectNode();
        board.putArray("items").add(item("first")).add(item("second"));
        board.putObject("meta").put("title", "none").put("a", 1);
        Map<AtomKey, JsonNode> documents = new LinkedHashMap<>();
        documents.put(BOARD, board);
        documents.put(JOURNAL, JsonNodeFactory.instance.arrayNode());
        return documents;
    }

    private static ObjectNode item(String id) {
        ObjectNode item = JsonNodeFactory.instance.objectNode().put("id", id).put("n", 0);
        item.putArray("sub").add(id + "/0");
        return item;
    }

    @Override
    public List<MutationFunction> handlers() {
        return BoardHandlers.all();
    }

    // ----------------------------------------------------------------------------------------------------- propose

    @Override
    public Proposal propose(Draft draft, String tag, RandomGenerator random) {
        for (int i = random.nextInt(3); i >= 0; i--) {
            edit(draft, tag + "." + i, random);
        }
        note(draft, tag, random);
        return by(tag, random.nextInt(20));
    }

    @Override
    public Proposal undo(String tag, RandomGenerator random) {
        return by(tag, random.nextInt(40));
    }

    private static Proposal by(String tag, int draw) {
        return switch (draw) {
            case 0 -> named("put", tag);
            case 1 -> named("append", tag);
            case 2 -> named("quota", tag);
            case 3 -> named("reject", tag);
            case 4 -> named("nothing", tag);
            case 5 -> named("fail", tag);
            default -> new Proposal(null, NullNode.getInstance());
        };
    }

    private static Proposal named(String name, String tag) {
        return new Proposal(name, StringNode.valueOf(tag));
    }

    @Override
    public void change(Draft draft, String tag, RandomGenerator random) {
        edit(draft, tag, random);
        note(draft, tag, random);
    }

    private static void note(Draft draft, String tag, RandomGenerator random) {
        Draft.Atom journal = draft.atom(JOURNAL);
        int size = journal.document().size();
        write(journal, random.nextBoolean() ? "/-" : "/" + random.nextInt(size + 1), tag);
    }

    private static void edit(Draft draft, String tag, RandomGenerator random) {
        int kind = random.nextInt(12);
        if (kind == 0) {
            editExtra(draft.atom(EXTRA), tag);
        } else if (kind < 4) {
            editMember(draft.atom(BOARD), tag, random);
        } else {
            editItem(draft.atom(BOARD), tag, random);
        }
    }

    private static void editExtra(Draft.Atom extra, String tag) {
        if (extra.document().isMissingNode()) {
            extra.add("", tag);
        } else {
            extra.remove("");
        }
    }

    private static void editMember(Draft.Atom board, String tag, RandomGenerator random) {
        String place = "/meta/" + NAMES.get(random.nextInt(NAMES.size()));
        boolean exists = !board.get(place).isMissingNode();
        switch (random.nextInt(6)) {
            case 0 -> board.replace("/meta/title", tag);
            case 1 -> board.test("/meta/title", board.get("/meta/title")).replace("/meta/title", tag);
            case 2 -> {
                if (exists) {
                    board.remove(place);
                } else {
                    board.add(place, tag);
                }
            }
            default -> board.add(place, tag);
        }
    }

    private static void editItem(Draft.Atom board, String tag, RandomGenerator random) {
        int size = board.get("/items").size();
        if (size < 2 || (size < MANY && random.nextInt(3) == 0)) {
            board.add("/items/" + random.nextInt(size + 1), item(tag));
            return;
        }
        String place = "/items/" + random.nextInt(size);
        int subs = board.get(place + "/sub").size();
        switch (random.nextInt(8)) {
            case 0 -> board.remove(place);
            case 1 -> board.move(place, "/items/" + random.nextInt(size));
            case 2 -> board.replace(place, item(tag));
            case 3 -> board.replace(place + "/n", random.nextInt(100));
            case 4 -> board.test(place + "/id", board.get(place + "/id")).replace(place + "/n", random.nextInt(100));
            case 5 -> {
                if (subs > 0) {
                    board.remove(place + "/sub/" + random.nextInt(subs));
                } else {
                    board.add(place + "/sub/-", tag);
                }
            }
            default -> board.add(place + "/sub/" + random.nextInt(subs + 1), tag);
        }
    }

    // -------------------------------------------------------------------------------------------------------- laws

    @Override
    public @Nullable String identityKey(AtomKey atom, JsonPointer path) {
        boolean items = atom.equals(BOARD) && path.toString().equals("/items");
        return items || (atom.equals(JOURNAL) && path.isRoot()) ? "id" : null;
    }

    @Override
    public List<String> tags(Map<AtomKey, JsonNode> documents) {
        JsonNode journal = documents.get(JOURNAL);
        List<String> tags = new ArrayList<>();
        if (journal != null) {
            journal.values().forEach(entry -> tags.add(entry.get("id").asString()));
        }
        return tags;
    }

    static Draft.Atom board(Draft draft) {
        return draft.atom(BOARD);
    }

    static Draft.Atom journal(Draft draft) {
        return draft.atom(JOURNAL);
    }

    /** An entry of the journal; an object with an identity, so that a snapshot does not lose those that are pending. */
    static void write(Draft.Atom journal, String path, String tag) {
        journal.add(path, JsonNodeFactory.instance.objectNode().put("id", tag));
    }

    /** An item that the server makes, of another form than those that clients make. */
    static ObjectNode serverItem(String id) {
        return item(id).put("n", 1000);
    }
}
