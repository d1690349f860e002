package io.zenquery.sync.server;

import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to get at a channel.
 *
 * @param channel its name; there need not be such a channel yet
 * @param principal who is logged in on the connection, as it was at the handshake: with Spring Security an
 *     {@code Authentication}. Null without a login
 * @param clientId the client, as it names itself; null as long as it has not, at a subscription
 */
public record ChannelAccess(
        String channel,
        @Nullable Principal principal,
        @Nullable String clientId) {

    /** The name of the principal; null without a login. */
    public @Nullable String principalName() {
        return principal == null ? null : principal.getName();
    }
}
