package io.zenquery.sync.protocol;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a server says. */
public sealed interface ServerMessage {

    /**
     * Answers {@link ClientMessage.Resume}. Then come the missing deltas, or a snapshot.
     *
     * @param serverEpoch which incarnation of the log this is
     * @param fence to send batches with from now on
     * @param head the number of the last delta; 0 for an empty log
     * @param lastDecided the highest number of this client that has been decided; 0 for none
     * @param verdicts those from {@code firstPending} on, in order. A number up to {@code lastDecided} without one was decided, and
     *     how is forgotten
     * @param serverTime the server's clock
     * @param attempt that of the resume
     */
    record Welcome(
            String serverEpoch,
            String fence,
            long head,
            long lastDecided,
            List<Verdict> verdicts,
            Instant serverTime,
            long attempt)
            implements ServerMessage {
        public Welcome {
            verdicts = List.copyOf(verdicts);
        }

        /** The answer to a resume that is not counted. */
        public Welcome(
                String serverEpoch,
                String fence,
                long head,
                long lastDecided,
                List<Verdict> verdicts,
                Instant serverTime) {
            this(serverEpoch, fence, head, lastDecided, verdicts, serverTime, 0);
        }

        /** The same, as the answer to that attempt. */
        public Welcome to(long resumed) {
            return new Welcome(serverEpoch, fence, head, lastDecided, verdicts, serverTime, resumed);
        }
    }

    /**
     * A numbered change.
     *
     * @param serverSeq its number, from 1
     * @param prevServerSeq the number before
     * @param epoch the log's incarnation
     * @param origin the mutation whose effect this is; null for a change by the server itself
     * @param verdicts on lower numbers of the origin's batch, in order: they count before this delta
     * @param patches per atom
     * @param stamp when it was decided, by the server's clock
     * @param ids what the temporary ids of the origin have become
     * @param trace which trace the change is part of, as a {@link TraceParent}: where it was decided, or else the origin's; null for none
     */
    record Delta(
            long serverSeq,
            long prevServerSeq,
            String epoch,
            @Nullable Origin origin,
            List<Verdict> verdicts,
            Map<AtomKey, List<Patch>> patches,
            Instant stamp,
            Map<String, String> ids,
            @Nullable String trace)
            implements ServerMessage {
        public Delta {
            verdicts = List.copyOf(verdicts);
            ids = Map.copyOf(ids);
        }

        /** A delta without a trace. */
        public Delta(
                long serverSeq,
                long prevServerSeq,
                String epoch,
                @Nullable Origin origin,
                List<Verdict> verdicts,
                Map<AtomKey, List<Patch>> patches,
                Instant stamp,
                Map<String, String> ids) {
            this(serverSeq, prevServerSeq, epoch, origin, verdicts, patches, stamp, ids, null);
        }

        /** A delta without temporary ids. */
        public Delta(
                long serverSeq,
                long prevServerSeq,
                String epoch,
                @Nullable Origin origin,
                List<Verdict> verdicts,
                Map<AtomKey, List<Patch>> patches,
                Instant stamp) {
            this(serverSeq, prevServerSeq, epoch, origin, verdicts, patches, stamp, Map.of());
        }
    }

    /**
     * Whose mutation a delta is.
     *
     * @param hash of the mutation's content, see {@link ProtocolCodec#hash}
     */
    record Origin(String clientId, String clientEpoch, long clientSeq, String hash) {}

    /**
     * The whole state.
     *
     * @param verdicts all on this client's numbers from {@code firstPending} on, up to {@code serverSeq}
     * @param attempt that of the resume that it answers
     */
    record Snapshot(
            long serverSeq,
            String epoch,
            Map<AtomKey, JsonNode> state,
            List<Verdict> verdicts,
            Instant stamp,
            long attempt)
            implements ServerMessage {
        public Snapshot {
            verdicts = List.copyOf(verdicts);
        }

        /** The answer to a resume that is not counted. */
        public Snapshot(
                long serverSeq, String epoch, Map<AtomKey, JsonNode> state, List<Verdict> verdicts, Instant stamp) {
            this(serverSeq, epoch, state, verdicts, stamp, 0);
        }

        /** The same, as the answer to that attempt. */
        public Snapshot to(long resumed) {
            return new Snapshot(serverSeq, epoch, state, verdicts, stamp, resumed);
        }
    }

    /**
     * How far the log is, said now and then so that a client notices a delta that never came.
     *
     * @param serverSeq the number of the last delta; 0 for an empty log
     * @param epoch the log's incarnation
     */
    record Head(long serverSeq, String epoch) implements ServerMessage {}

    /** The decision about one mutation; the first one stands. */
    sealed interface Verdict extends ServerMessage {

        /** The mutation. */
        long clientSeq();

        /** The log's head when it was decided, the mutation's own delta included. */
        long decidedAt();
    }

    /**
     * Accepted.
     *
     * @param delta the delta that carries the effect; null if there is none
     * @param ids what the temporary ids of the mutation have become
     */
    record Ack(long clientSeq, long decidedAt, @Nullable Long delta, Map<String, String> ids) implements Verdict {
        public Ack {
            ids = Map.copyOf(ids);
        }

        /** An acceptance without temporary ids. */
        public Ack(long clientSeq, long decidedAt, @Nullable Long delta) {
            this(clientSeq, decidedAt, delta, Map.of());
        }
    }

    /**
     * Rejected, for good.
     *
     * @param code stable, for programs, such as {@code title-empty}
     * @param reason what kind of rejection
     * @param message for people
     */
    record Rejection(long clientSeq, long decidedAt, String code, Reason reason, String message) implements Verdict {}

    /** Kinds of rejection. */
    enum Reason {
        /** The handler, or a rule of the server, said no. */
        PERMANENT,
        /** It stood on something that a rejected mutation would have created. */
        DEPENDENCY
    }

    /**
     * The message before could not be taken, or not to its end. Not a verdict: of a batch, the members before {@code clientSeq} were decided,
     * and their verdicts came before this.
     *
     * @param code what is wrong
     * @param message for people
     * @param clientSeq the mutation at which a batch stopped, with {@link ProblemCode#TRY_LATER} (null: the server can decide none at
     *     all now), or which was decided before with other content, with {@link ProblemCode#CONTENT_MISMATCH}; else null
     * @param about which message
     */
    record Problem(
            ProblemCode code, String message, @Nullable Long clientSeq, About about) implements ServerMessage {

        /** A problem with something that could not be read. */
        public Problem(ProblemCode code, String message, @Nullable Long clientSeq) {
            this(code, message, clientSeq, About.UNKNOWN);
        }

        /** The same, with that message. */
        public Problem with(ClientMessage message) {
            return new Problem(code, this.message, clientSeq, About.of(message));
        }
    }

    /**
     * What a problem is about: a resume, a batch, or, where it could not be read, whatever was sent last.
     *
     * @param attempt of a resume; 0 for anything else
     * @param fence of a batch; null for anything else
     * @param firstClientSeq the first member of a batch; 0 for anything else
     */
    record About(long attempt, @Nullable String fence, long firstClientSeq) {
        static final About UNKNOWN = new About(0, null, 0);

        static About of(ClientMessage message) {
            if (message instanceof ClientMessage.Resume resume) {
                return new About(resume.attempt(), null, 0);
            }
            ClientMessage.MutationBatch batch = (ClientMessage.MutationBatch) message;
            return batch.batch().isEmpty()
                    ? UNKNOWN
                    : new About(0, batch.fence(), batch.batch().get(0).clientSeq());
        }
    }

    /** What can be wrong with a message. */
    enum ProblemCode {
        /** The handler, or the whole server, can't decide now. Send the rest of the batch again later. */
        TRY_LATER,
        /** The batch has an old fence, or follows on another batch than the last. Resume. */
        STALE_FENCE,
        /** The log does not reach back to the batch's base. Rebase and send again. */
        BASE_TOO_OLD,
        /** The number was used for other content before. The client's store was copied or restored. */
        CONTENT_MISMATCH,
        /** Not a message of this protocol. */
        MALFORMED,
        /** A message of another version of this protocol. */
        WRONG_VERSION,
        /** The batch has more members, or takes more bytes, than the server takes. Send less at once. */
        BATCH_TOO_LARGE,
        /** The answer, a snapshot say, takes more bytes than a frame can carry. */
        ANSWER_TOO_LARGE,
        /** Not allowed. */
        FORBIDDEN,
        /** The credentials are no longer good. Connect again with others. */
        UNAUTHENTICATED,
        /** The server failed. */
        INTERNAL
    }
}
