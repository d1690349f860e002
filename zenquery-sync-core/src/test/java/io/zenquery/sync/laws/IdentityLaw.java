package io.zenquery.sync.laws;

import io.zenquery.sync.patch.JsonPointer;
import io.zenquery.sync.patch.Patch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The view is what {@link SlowModel} says, after each deed of random histories. */
final class IdentityLaw {
    private static final int MAX_QUEUE = 12;
    private static final String LAW = "View by identity";

    private final JsonNode start;
    private final Actor actor;
    private final SlowModel model;
    private final List<Deed> deeds = new ArrayList<>();
    private boolean open;

    private IdentityLaw(JsonNode start) {
        this.start = start;
        this.actor = new Actor(start);
        this.model = new SlowModel(start);
    }

    /**
     * One history.
     *
     * @return how many views were compared
     * @throws LawViolation with a test to paste
     */
    static int run(long seed) {
        Random random = new Random(seed * 31 + 7);
        RandomIntents intents = new RandomIntents(random);
        IdentityLaw history = new IdentityLaw(intents.document());
        int compared = 0;
        try {
            for (int i = 0; i < 10 + seed % 30 && !history.open; i++) {
                history.happen(history.pick(random, intents));
                compared++;
            }
        } catch (LawViolation e) {
            throw report(seed, e, history);
        }
        return compared;
    }

    private Deed pick(Random random, RandomIntents intents) {
        List<Long> pending = List.copyOf(actor.story.ledger.pending.keySet());
        int dice = random.nextInt(10);
        if ((dice < 4 && pending.size() < MAX_QUEUE) || (dice >= 7 && pending.isEmpty())) {
            return new Deed.Write(deeds.size() + 1, list(random, intents, actor.story.view()));
        } else if (dice < 7) {
            return new Deed.Server(list(random, intents, actor.server()));
        } else if (dice < 8) {
            return new Deed.Reject(pending.get(random.nextInt(pending.size())));
        }
        List<JsonNode> values = List.of(intents.element(), intents.element(), intents.element());
        return random.nextInt(3) == 0
                ? new Deed.AcceptInserts(pending.get(0), values)
                : new Deed.Accept(pending.get(0));
    }

    static List<Intent> list(Random random, RandomIntents intents, JsonNode document) {
        List<Intent> list = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            list.add(intents.on(document));
        }
        return list;
    }

    private void happen(Deed deed) {
        deeds.add(deed);
        if (deed instanceof Deed.Write write) {
            List<Intent> fitting = Actor.fitting(write.intents(), actor.story.view());
            actor.write(write.seq(), fitting);
            model.register(write.seq(), fitting);
        } else if (deed instanceof Deed.Server server) {
            List<Intent> fitting = Actor.fitting(server.intents(), actor.server());
            actor.server(fitting);
            model.delta(fitting);
        } else if (deed instanceof Deed.Accept accept && isHead(accept.seq())) {
            actor.own(accept.seq(), actor.story.pendingPatches(accept.seq()));
            model.accept(accept.seq());
        } else if (deed instanceof Deed.AcceptInserts accept && isHead(accept.seq())) {
            acceptInserts(accept.seq(), accept.values());
        } else if (deed instanceof Deed.Reject reject && actor.isPending(reject.seq())) {
            actor.reject(reject.seq());
            model.reject(reject.seq());
        }
        open = open || model.isCrowded();
        if (!open) {
            LawViolation.check(LAW, model.view(), actor.story.view());
        }
    }

    private void acceptInserts(long seq, List<JsonNode> values) {
        List<Patch> effect = new ArrayList<>();
        for (Patch operation : actor.story.pendingPatches(seq)) {
            if (!(operation instanceof Patch.Add add) || !add.path().parent().equals(JsonPointer.parse("/l"))) {
                return;
            }
            effect.add(new Patch.Add(add.path(), values.get(effect.size())));
        }
        if (!effect.isEmpty() && model.onlyInserts(seq)) {
            actor.own(seq, effect);
            model.acceptInserts(seq, values);
        }
    }

    private boolean isHead(long seq) {
        return actor.isPending(seq)
                && actor.story.ledger.pending.keySet().iterator().next() == seq;
    }

    private static LawViolation report(long seed, LawViolation violation, IdentityLaw history) {
        List<Deed> least =
                Shrinker.shrink(history.deeds, Deed::smaller, violation, deeds -> replay(history.start, deeds, null));
        IdentityLaw[] last = new IdentityLaw[1];
        String message = String.valueOf(violation.getMessage());
        try {
            replay(history.start, least, last);
        } catch (LawViolation e) {
            message = String.valueOf(e.getMessage());
        }
        IdentityLaw shrunk = last[0];
        return new LawViolation(
                violation.law,
                "seed " + seed + ": " + message + "\n"
                        + Snippet.test(Actor.name(seed, violation.law), shrunk.actor.lines(shrunk.model.view())),
                violation);
    }

    private static void replay(JsonNode start, List<Deed> deeds, IdentityLaw @Nullable [] last) {
        IdentityLaw history = new IdentityLaw(start);
        if (last != null) {
            last[0] = history;
        }
        deeds.forEach(history::happen);
    }
}
