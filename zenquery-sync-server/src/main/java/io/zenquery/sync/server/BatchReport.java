package io.zenquery.sync.server;

import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Problem;
import io.zenquery.sync.protocol.ServerMessage.ProblemCode;
import io.zenquery.sync.protocol.ServerMessage.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one batch. Members of which nothing is said here were not decided, or how they were is forgotten.
 *
 * @param members mutations in it
 * @param accepted those that were decided now, and accepted
 * @param rejected those that were decided now, and rejected
 * @param repeated those that were decided before and got their first verdict again
 * @param problem why it was not decided, or not to its end; null if it was
 */
public record BatchReport(
        int members,
        int accepted,
        int rejected,
        int repeated,
        @Nullable ProblemCode problem) {

    /** @param known how many of the verdicts, if there are any, are repeated ones: the first so many */
    static BatchReport of(int members, List<ServerMessage> answers, int known) {
        int acks = 0;
        int verdicts = 0;
        ProblemCode problem = null;
        for (ServerMessage answer : answers) {
            if (answer instanceof Verdict) {
                verdicts++;
                acks += verdicts > known && answer instanceof Ack ? 1 : 0;
            } else if (answer instanceof Problem stopped) {
                problem = stopped.code();
            }
        }
        int repeated = Math.min(known, verdicts);
        return new BatchReport(members, acks, verdicts - repeated - acks, repeated, problem);
    }
}
