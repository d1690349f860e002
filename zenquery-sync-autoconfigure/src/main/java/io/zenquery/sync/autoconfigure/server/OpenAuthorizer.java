package io.zenquery.sync.autoconfigure.server;

import io.zenquery.sync.server.ChannelAccess;
import io.zenquery.sync.server.ChannelAuthorizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything for everybody, and one line in the log that says so. */
final class OpenAuthorizer implements ChannelAuthorizer {
    private static final Logger LOG = LoggerFactory.getLogger(OpenAuthorizer.class);

    OpenAuthorizer() {
        LOG.warn(
                "Every client may read and write every channel: there is neither a ChannelAuthorizer bean nor Spring Security");
    }

    @Override
    public boolean mayRead(ChannelAccess access) {
        return true;
    }

    @Override
    public boolean mayWrite(ChannelAccess access) {
        return true;
    }
}
