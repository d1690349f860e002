package io.zenquery.sync.laws;

import io.zenquery.sync.RandomDocuments;
import io.zenquery.sync.patch.Patch;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Checks {@link TransformLaws} on pairs of patches, and counts them. */
final class Pairs {
    private static final int SAMPLE = 64;

    private final Tally tally;
    private final Consumer<LawViolation> found;

    /** @param found told of each law that does not hold */
    Pairs(Tally tally, Consumer<LawViolation> found) {
        this.tally = tally;
        this.found = found;
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

    private void check(TransformLaws laws, boolean all) {
        try {
            laws.check();
            if (all) {
                laws.checkInverseAndRollback();
            }
        } catch (LawViolation e) {
            found.accept(new LawViolation(e.law, e.getMessage() + "\n" + laws.shrunk(e), e));
        }
    }
}
