package io.zenquery.sync.laws;

import io.zenquery.sync.JsonText;
import io.zenquery.sync.overlay.PatchTransform;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.patch.PatchException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The laws of two patches on one document. */
record TransformLaws(JsonNode document, List<Patch> server, List<Patch> pending) {

    /** For tests that were pasted in. */
    static void check(String document, String server, String pending) {
        TransformLaws laws = new TransformLaws(JsonText.json(document), Snippet.patch(server), Snippet.patch(pending));
        laws.check();
        laws.checkInverseAndRollback();
    }

    /** TP1, and purity: neither transform nor apply changes its input. */
    void check() {
        String before = document + " " + server + " " + pending;
        try {
            PatchTransform.Result result = PatchTransform.transform(document, server, pending);
            JsonNode serverFirst = JsonPatch.apply(JsonPatch.apply(document, server), result.bPrime());
            JsonNode pendingFirst = JsonPatch.apply(JsonPatch.apply(document, pending), result.aPrime());
            if (!same(serverFirst, pendingFirst)) {
                throw new LawViolation(
                        "TP1",
                        "a then b' " + result.bPrime() + " gives " + serverFirst + ", b then a' " + result.aPrime()
                                + " gives " + pendingFirst);
            }
        } catch (LawViolation e) {
            throw e;
        } catch (RuntimeException | AssertionError e) {
            throw new LawViolation("TP1", e.toString(), e);
        }
        LawViolation.check("Purity", before, document + " " + server + " " + pending);
    }

    /** Inverse, and rollback: to reject the pending patch leaves what the server's made. */
    void checkInverseAndRollback() {
        checkInverse();
        Story story = Story.on(document);
        story.run(new Event.Register(1, pending, null));
        story.run(new Event.Delta(1, 0, null, server, null));
        story.run(new Event.Reject(1));
        LawViolation.check("Rollback", JsonPatch.apply(document, server), story.view());
    }

    private void checkInverse() {
        JsonNode after = JsonPatch.apply(document, pending);
        List<Patch> inverse = JsonPatch.invert(document, pending);
        try {
            LawViolation.check("Inverse", document, JsonPatch.apply(after, inverse));
        } catch (PatchException e) {
            throw new LawViolation("Inverse", inverse + " on " + after + ": " + e.getMessage(), e);
        }
    }

    /** The smallest pair of patches that breaks the same law, as a test. */
    String shrunk(LawViolation violation) {
        TransformLaws least = this;
        boolean smaller = true;
        while (smaller) {
            smaller = false;
            for (TransformLaws candidate : least.smaller()) {
                if (violation.law.equals(candidate.broken())) {
                    least = candidate;
                    smaller = true;
                    break;
                }
            }
        }
        return Snippet.test(
                "found_pair_" + violation.law.toLowerCase(java.util.Locale.ROOT).replace(' ', '_'),
                List.of(
                        "TransformLaws.check(",
                        "        " + Snippet.quoted(Snippet.text(least.document)) + ",",
                        "        " + Snippet.quoted(Snippet.text(least.server)) + ",",
                        "        " + Snippet.quoted(Snippet.text(least.pending)) + ");"));
    }

    private @org.jspecify.annotations.Nullable String broken() {
        try {
            JsonPatch.apply(document, server);
            JsonPatch.apply(document, pending);
        } catch (RuntimeException e) {
            return null;
        }
        try {
            check();
            checkInverseAndRollback();
            return null;
        } catch (LawViolation e) {
            return e.law;
        }
    }

    private List<TransformLaws> smaller() {
        List<TransformLaws> smaller = new ArrayList<>();
        Shrinker.withoutOne(server).forEach(each -> smaller.add(new TransformLaws(document, each, pending)));
        Shrinker.withoutOne(pending).forEach(each -> smaller.add(new TransformLaws(document, server, each)));
        return smaller;
    }

    private static boolean same(JsonNode a, JsonNode b) {
        return Json.isAbsent(a) || Json.isAbsent(b) ? a.equals(b) : Json.sameValue(a, b);
    }
}
