package io.zenquery.sync.stomp.server;

import io.zenquery.sync.protocol.ServerMessage.ProblemCode;
import io.zenquery.sync.server.ChannelAccess;
import java.time.Duration;

/**
 * Asks from time to time whether those who listen to a channel still may. The connection of one who may not is ended, after a problem that
 * says so: it may connect again, and is told the same when it resumes.
 */
public final class AccessRecheck extends PeriodicTask {
    private final ClientSessions sessions;
    private final ChannelAccessControl access;
    private final ProblemSender problems;
    private final ErrorFrames errors;

    /** @param interval 0 for never */
    public AccessRecheck(
            ClientSessions sessions,
            ChannelAccessControl access,
            ProblemSender problems,
            ErrorFrames errors,
            Duration interval) {
        super("zenquery-sync-recheck", interval);
        this.sessions = sessions;
        this.access = access;
        this.problems = problems;
        this.errors = errors;
    }

    @Override
    void run() {
        sessions.all().forEach(this::check);
    }

    private void check(ClientSession session) {
        for (String channel : session.followed()) {
            ChannelAccess had = new ChannelAccess(channel, session.principal(), session.clientIn(channel));
            if (access.read(had) == ChannelAccessControl.Answer.NO && session.end()) {
                String why = "access to read channel " + channel + " was revoked";
                problems.send(session.id, channel, ProblemCode.FORBIDDEN, why);
                errors.send(session.id, "forbidden: " + why);
            }
        }
    }
}
