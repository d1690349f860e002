package io.zenquery.sync.stomp.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A connection that several channels share. */
class ClientSessionTest {
    private final ClientSession session = new ClientSession("s");

    private void use(String channel) {
        session.subscribe(channel + "-topic", "/topic/zenquery." + channel, 100);
        session.subscribe(channel + "-answers", "/user/queue/zenquery." + channel, 100);
        session.resumed(channel, "ann", "fence-" + channel, 1);
    }

    @Test
    void unsubscribe_bothOfAChannel_leavesIt_andNoOther() {
        use("board");
        use("orders");

        session.unsubscribe("board-topic");
        assertThat(session.clientOf("board", "fence-board")).isEqualTo("ann");
        session.unsubscribe("board-answers");

        assertThat(session.clientOf("board", "fence-board")).isNull();
        assertThat(session.clients("board")).isEmpty();
        assertThat(session.hasRoomFor("stock", "ann", 2)).isTrue();
        assertThat(session.clientOf("orders", "fence-orders")).isEqualTo("ann");
        assertThat(session.followed()).containsExactly("orders");
    }

    @Test
    void unsubscribe_ofNothing_changesNothing() {
        use("board");

        session.unsubscribe("another");

        assertThat(session.clientOf("board", "fence-board")).isEqualTo("ann");
    }
}
