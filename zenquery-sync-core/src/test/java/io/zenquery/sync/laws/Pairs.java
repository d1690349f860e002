package io.zenquery.sync.laws;

import io.zenquery.sync.RandomDocuments;
import io.zenquery.sync.patch.Patch;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Checks {@link TransformLaws} on pairs of patches, and counts them. */
final class Pairs {
    private static final int SAMPLE = 64;

    private final Tally tally;

    Pairs() {
        this(new Tally());
    }

    Pairs(Tally tally) {
        this.tally = tally;
    }

    /**
     * Every ordered pair of single operations on every document of the universe.
     *
     * @param most how many values a document holds at most
     * @param parts in how many parts the documents are dealt
     * @param part which of them this is, from 0
     */
    void exhaust(int most, int parts, int part) {
        List<JsonNode> documents = Universe.documents(most);
        for (int i = part; i < documents.size(); i += parts) {
            JsonNode document = documents.get(i);
            List<Patch> server = Universe.operations(document, 0);
            List<Patch> pending = Universe.operations(document, 1);
            tally.add("documents", 1);
            tally.add("operations", server.size());
            int number = 0;
            for (Patch a : server) {
                for (Patch b : pending) {
                    check(new TransformLaws(document, List.of(a), List.of(b)), number++ % SAMPLE == 0);
                }
            }
            tally.add("pairs, exhaustively", number);
        }
    }

    /** One pair of patches of several operations. */
    void random(long seed) {
        RandomDocuments documents = new RandomDocuments(seed);
        JsonNode document = documents.document();
        check(new TransformLaws(document, documents.patch(document, 4), documents.patch(document, 4)), seed % 8 == 0);
        tally.add("pairs, random", 1);
    }

    long count(String what) {
        return tally.count(what);
    }

    private static void check(TransformLaws laws, boolean all) {
        try {
            laws.check();
            if (all) {
                laws.checkInverseAndRollback();
            }
        } catch (LawViolation e) {
            throw new LawViolation(e.law, e.getMessage() + "\n" + laws.shrunk(e), e);
        }
    }
}
