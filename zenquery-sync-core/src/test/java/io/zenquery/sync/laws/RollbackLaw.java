package io.zenquery.sync.laws;

import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.Patch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Rollback at any position: after rejecting a mutation the view is as if it had never been registered, whatever came between. Two
 * coordinators live through the same deeds, one of them without the victim; later mutations are intents, so that on each they mean the
 * same things at other indices. What depends on the victim has no counterpart without it, and is not written: edits of what
 * the victim made or hides, and places beside what it made or moved.
 */
final class RollbackLaw {
    private static final String LAW = "Rollback";
    private static final long VICTIM = 1_000;

    private final JsonNode start;
    private final Actor with;
    private final Actor without;
    private final List<Deed> deeds = new ArrayList<>();
    private final Set<Integer> moved = new HashSet<>();
    private final Map<Integer, Integer> replaced = new HashMap<>();
    private final Set<Member> unset = new HashSet<>();
    private boolean replacedObject;

    private record Member(int owner, String name) {}

    private RollbackLaw(JsonNode start) {
        this.start = start;
        this.with = new Actor(start);
        this.without = new Actor(start);
    }

    /**
     * One pair of histories.
     *
     * @throws LawViolation with a test to paste
     */
    static void run(long seed) {
        Random random = new Random(seed * 17 + 3);
        RandomIntents intents = new RandomIntents(random);
        RollbackLaw law = new RollbackLaw(intents.document());
        try {
            law.deeds(random, intents, 1, (int) (seed % 5));
            law.happen(new Deed.Write(VICTIM, IdentityLaw.list(random, intents, law.with.story.view())));
            law.deeds(random, intents, VICTIM + 1, 2 + (int) (seed % 7));
            law.happen(new Deed.Reject(VICTIM));
        } catch (LawViolation e) {
            throw report(seed, e, law);
        }
    }

    private void deeds(Random random, RandomIntents intents, long seq, int count) {
        for (int i = 0; i < count; i++) {
            List<Long> pending = new ArrayList<>(without.story.ledger.pending.keySet());
            int dice = random.nextInt(10);
            if (dice < 5 || (dice >= 8 && pending.isEmpty())) {
                happen(new Deed.Write(seq + i, IdentityLaw.list(random, intents, without.story.view())));
            } else if (dice < 8) {
                happen(new Deed.Server(IdentityLaw.list(random, intents, with.server())));
            } else if (dice == 8) {
                happen(new Deed.Reject(pending.get(random.nextInt(pending.size()))));
            } else {
                happen(new Deed.Accept(pending.get(0)));
            }
        }
    }

    private void happen(Deed deed) {
        deeds.add(deed);
        if (deed instanceof Deed.Write write && write.seq() == VICTIM) {
            List<Intent> fitting = Actor.fitting(write.intents(), with.story.view());
            fitting.forEach(this::noteVictims);
            with.write(VICTIM, fitting);
        } else if (deed instanceof Deed.Write write) {
            List<Intent> both = independent(write.intents());
            both.forEach(this::noteReplacement);
            with.write(write.seq(), both);
            without.write(write.seq(), both);
        } else if (deed instanceof Deed.Server server) {
            List<Intent> fitting = Actor.fitting(server.intents(), with.server());
            fitting.forEach(this::noteReplacement);
            with.server(fitting);
            without.server(fitting);
        } else if (deed instanceof Deed.Reject reject && with.isPending(reject.seq())) {
            reject(reject.seq());
        } else if (deed instanceof Deed.Accept accept && isHead(accept.seq())) {
            // The server knows that it rejected the victim, although the client does not yet.
            List<Patch> effect = without.story.pendingPatches(accept.seq());
            with.own(accept.seq(), effect);
            without.own(accept.seq(), effect);
        }
    }

    private void reject(long seq) {
        with.reject(seq);
        if (seq != VICTIM) {
            without.reject(seq);
        } else {
            LawViolation.check(LAW, without.story.view(), with.story.view());
        }
    }

    private boolean isHead(long seq) {
        return without.isPending(seq)
                && without.story.ledger.pending.keySet().iterator().next() == seq;
    }

    private void noteVictims(Intent intent) {
        if (intent instanceof Intent.Move move) {
            moved.add(thing(move.id()));
        } else if (intent instanceof Intent.Replace replace && replace.id() == Intent.OBJECT) {
            replacedObject = true;
        } else if (intent instanceof Intent.Unset gone) {
            unset.add(new Member(thing(gone.owner()), gone.name()));
        }
        noteReplacement(intent);
    }

    /** What stands in the place of another one, by whoever's replacement, is moved with it. */
    private void noteReplacement(Intent intent) {
        if (intent instanceof Intent.Replace replace && replace.id() != Intent.OBJECT) {
            replaced.put(Intent.id(replace.value()), replace.id());
        }
    }

    /** The number that a list element had at first. */
    private int thing(int id) {
        Integer before = replaced.get(id);
        return before == null ? id : thing(before);
    }

    /** The intents that fit in both views and do not depend on the victim. */
    private List<Intent> independent(List<Intent> intents) {
        List<Intent> independent = new ArrayList<>();
        JsonNode one = with.story.view();
        JsonNode other = without.story.view();
        for (Intent intent : intents) {
            Patch here = Intent.on(one, intent);
            Patch there = Intent.on(other, intent);
            if (here != null
                    && there != null
                    && !isBesideMoved(intent)
                    && !isInReplaced(intent)
                    && !isUnsetAgain(intent)) {
                independent.add(intent);
                one = JsonPatch.apply(one, List.of(here));
                other = JsonPatch.apply(other, List.of(there));
            }
        }
        return independent;
    }

    private boolean isBesideMoved(Intent intent) {
        Integer after = intent instanceof Intent.Insert insert
                ? insert.after()
                : intent instanceof Intent.Move move ? move.after() : null;
        return after != null && moved.contains(thing(after));
    }

    private boolean isInReplaced(Intent intent) {
        return replacedObject
                && (intent instanceof Intent.SetMember set && set.owner() == Intent.OBJECT
                        || intent instanceof Intent.Unset unset && unset.owner() == Intent.OBJECT);
    }

    /** Where the victim took a member away and made another one, a later removal means that one. */
    private boolean isUnsetAgain(Intent intent) {
        return intent instanceof Intent.Unset again && unset.contains(new Member(thing(again.owner()), again.name()));
    }

    private static LawViolation report(long seed, LawViolation violation, RollbackLaw law) {
        List<Deed> least =
                Shrinker.shrink(law.deeds, Deed::smaller, violation, deeds -> replay(law.start, deeds, null));
        RollbackLaw[] last = new RollbackLaw[1];
        String message = String.valueOf(violation.getMessage());
        try {
            replay(law.start, least, last);
        } catch (LawViolation e) {
            message = String.valueOf(e.getMessage());
        }
        return new LawViolation(
                violation.law,
                "seed " + seed + ": " + message + "\n"
                        + Snippet.test(
                                Actor.name(seed, violation.law), last[0].with.lines(last[0].without.story.view())),
                violation);
    }

    private static void replay(JsonNode start, List<Deed> deeds, RollbackLaw @Nullable [] last) {
        RollbackLaw law = new RollbackLaw(start);
        if (last != null) {
            last[0] = law;
        }
        deeds.forEach(law::happen);
    }
}
