package io.zenquery.sync.stomp.server;

import io.zenquery.sync.server.ChannelAccess;
import io.zenquery.sync.server.ChannelAuthorizer;
import io.zenquery.sync.server.ClientIds;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the {@link ChannelAuthorizer}, and whose a client id is. */
public final class ChannelAccessControl {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelAccessControl.class);

    private final ChannelAuthorizer authorizer;
    private final ClientIds clientIds;

    /** An answer, or the lack of one. */
    enum Answer {
        YES,
        NO,
        FAILED
    }

    public ChannelAccessControl(ChannelAuthorizer authorizer, ClientIds clientIds) {
        this.authorizer = authorizer;
        this.clientIds = clientIds;
    }

    /** Whether it may read; {@link Answer#FAILED} if the authorizer did not say. */
    Answer read(ChannelAccess access) {
        try {
            return authorizer.mayRead(access) ? Answer.YES : Answer.NO;
        } catch (RuntimeException e) {
            LOG.error("whether {} may read {} was not answered", access.principalName(), access.channel(), e);
            return Answer.FAILED;
        }
    }

    /** Whether it may write; {@link Answer#FAILED} if the authorizer did not say. */
    Answer write(ChannelAccess access) {
        try {
            return authorizer.mayWrite(access) ? Answer.YES : Answer.NO;
        } catch (RuntimeException e) {
            LOG.error("whether {} may write to {} was not answered", access.principalName(), access.channel(), e);
            return Answer.FAILED;
        }
    }

    /** Whether that principal may use that client id, which is its own from the first use on. Without a login, nothing is claimed. */
    boolean mayUse(String channel, String clientId, @Nullable Principal principal) {
        if (principal == null) {
            return clientIds.holder(channel, clientId) == null;
        }
        return clientIds.claim(channel, clientId, principal.getName()).equals(principal.getName());
    }
}
