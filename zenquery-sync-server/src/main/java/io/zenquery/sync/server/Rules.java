package io.zenquery.sync.server;

import io.zenquery.sync.atom.Draft;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.patch.PatchException;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ServerMessage.Reason;
import io.zenquery.sync.server.BatchRebase.Carried;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** By what a mutation is decided: the handler of its name, or its own patches where it has none. Changes nothing. */
record Rules(
        String channel,
        DeltaLog log,
        Engine engine,
        ClientKey client,
        @Nullable String principal) {
    private static final Logger LOG = LoggerFactory.getLogger(Rules.class);

    /**
     * What becomes of a member on the documents as they are now.
     *
     * @param rebase the batch carried to the head; only a batch whose members all have names can do without
     */
    Ruling on(Mutation member, @Nullable BatchRebase rebase) {
        if (isTooLong(member)) {
            return tooManyPatches(length(member.patches()));
        }
        return member.name() == null ? ruleByPatches(member, rebase) : ruleByHandler(member, member.name());
    }

    private Ruling ruleByHandler(Mutation member, String name) {
        MutationFunction handler = engine.handlers().named(name);
        if (handler == null) {
            return new Ruling.Reject("unknown-mutation", Reason.PERMANENT, "no handler has the name \"" + name + "\"");
        }
        Map<AtomKey, JsonNode> documents = log.documents();
        Draft draft = new Draft(atom -> documents.getOrDefault(atom, Json.ABSENT));
        try {
            MutationCall call = new MutationCall(channel, client, principal, member, draft, engine.mapper());
            engine.calls().call(handler, call);
            Map<AtomKey, List<Patch>> patches = draft.patches();
            if (length(patches) > engine.limits().maxPatches()) {
                return tooManyPatches(length(patches));
            }
            return new Ruling.Accept(Effect.of(documents, patches, limit()), call.ids(), call.effectTrace());
        } catch (RejectMutationException e) {
            return new Ruling.Reject(e.code(), Reason.PERMANENT, String.valueOf(e.getMessage()));
        } catch (TryLaterException e) {
            LOG.info("channel {}: {} of {} is tried again later", channel, name, client, e);
            return new Ruling.Later(String.valueOf(e.getMessage()));
        } catch (VirtualMachineError e) {
            if (!(e instanceof StackOverflowError)) {
                throw e; // there is no more memory, say: not the fault of this handler alone
            }
            return failed(member, name, e);
        } catch (Throwable e) { // a handler may throw what it does not declare
            return failed(member, name, e);
        }
    }

    private Ruling failed(Mutation member, String name, Throwable e) {
        LOG.error(
                "channel {}: the handler of {} failed at mutation {} of {}",
                channel,
                name,
                member.clientSeq(),
                client,
                e);
        return new Ruling.Reject("handler-failed", Reason.PERMANENT, "the handler of \"" + name + "\" failed");
    }

    private Ruling tooManyPatches(int length) {
        return new Ruling.Reject(
                "too-many-patches",
                Reason.PERMANENT,
                "expected up to " + engine.limits().maxPatches() + " operations, got " + length);
    }

    private EffectLimit limit() {
        return new EffectLimit(channel, engine.limits().documents(), engine.sizes());
    }

    /** The default handler: the client's patches, as they are on the present documents. */
    private Ruling ruleByPatches(Mutation member, @Nullable BatchRebase rebase) {
        if (rebase == null) {
            throw new AssertionError("a batch with a member without a name was not carried");
        }
        Carried carried = rebase.effect(member.clientSeq());
        if (carried instanceof Carried.Patches now) {
            try {
                return new Ruling.Accept(Effect.of(log.documents(), now.patches(), limit()), Map.of(), member.trace());
            } catch (RejectMutationException e) {
                return new Ruling.Reject(e.code(), Reason.PERMANENT, String.valueOf(e.getMessage()));
            } catch (PatchException e) {
                return new Ruling.Reject("does-not-fit", Reason.PERMANENT, String.valueOf(e.getMessage()));
            }
        } else if (carried instanceof Carried.Excess excess) {
            return new Ruling.Reject(excess.code(), Reason.PERMANENT, excess.message());
        } else if (carried instanceof Carried.Misfit) {
            return new Ruling.Reject(
                    "does-not-fit", Reason.PERMANENT, "expected patches that fit the documents of the batch's base");
        } else if (carried instanceof Carried.Dependant) {
            return new Ruling.Reject(
                    "dependency-rejected",
                    Reason.DEPENDENCY,
                    "it changes something that an earlier mutation would have made, and did not");
        } else if (carried instanceof Carried.Hidden) {
            return new Ruling.Reject(
                    "conflict", Reason.PERMANENT, "it met another change, and its strategy is to fail then");
        }
        return new Ruling.Reject("test-failed", Reason.PERMANENT, "a test in it does not hold any more");
    }

    boolean isTooLong(Mutation member) {
        return length(member.patches()) > engine.limits().maxPatches();
    }

    private static int length(Map<AtomKey, List<Patch>> patches) {
        return patches.values().stream().mapToInt(List<Patch>::size).sum();
    }
}
