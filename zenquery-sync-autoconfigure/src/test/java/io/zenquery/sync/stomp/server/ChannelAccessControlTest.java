package io.zenquery.sync.stomp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.server.ChannelAccess;
import io.zenquery.sync.server.ChannelAuthorizer;
import io.zenquery.sync.server.InMemoryClientIds;
import io.zenquery.sync.stomp.server.ChannelAccessControl.Answer;
import java.security.Principal;
import org.junit.jupiter.api.Test;

class ChannelAccessControlTest {
    private static final Principal ANN = () -> "ann";
    private static final Principal BOB = () -> "bob";

    private final ChannelAccessControl access = new ChannelAccessControl(new ByName(), new InMemoryClientIds());

    /** Ann may read, nobody may write, and about bob it fails. */
    private static final class ByName implements ChannelAuthorizer {
        @Override
        public boolean mayRead(ChannelAccess access) {
            if (access.principal() == BOB) {
                throw new IllegalStateException("planted");
            }
            return access.principal() == ANN;
        }

        @Override
        public boolean mayWrite(ChannelAccess access) {
            return false;
        }
    }

    @Test
    void answers_areWhatTheAuthorizerSays_orThatItFailed() {
        assertThat(access.read(new ChannelAccess("c", ANN, "a"))).isEqualTo(Answer.YES);
        assertThat(access.read(new ChannelAccess("c", null, "a"))).isEqualTo(Answer.NO);
        assertThat(access.read(new ChannelAccess("c", BOB, "a"))).isEqualTo(Answer.FAILED);
        assertThat(access.write(new ChannelAccess("c", ANN, "a"))).isEqualTo(Answer.NO);
    }

    @Test
    void clientId_belongsToTheFirstWhoIsLoggedIn_perChannel() {
        assertThat(access.mayUse("c", "x", null)).isTrue();
        assertThat(access.mayUse("c", "x", ANN)).isTrue();
        assertThat(access.mayUse("c", "x", ANN)).isTrue();
        assertThat(access.mayUse("c", "x", BOB)).isFalse();
        assertThat(access.mayUse("c", "x", null)).isFalse();
        assertThat(access.mayUse("d", "x", BOB)).isTrue();
        assertThat(access.mayUse("c", "y", BOB)).isTrue();
    }
}
