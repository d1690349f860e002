package io.zenquery.sync.autoconfigure.server;

import io.zenquery.sync.server.ChannelAccess;
import io.zenquery.sync.server.ChannelAuthorizer;

/** Everything for everybody who is logged in. */
final class LoggedInAuthorizer implements ChannelAuthorizer {

    @Override
    public boolean mayRead(ChannelAccess access) {
        return access.principal() != null;
    }

    @Override
    public boolean mayWrite(ChannelAccess access) {
        return access.principal() != null;
    }
}
