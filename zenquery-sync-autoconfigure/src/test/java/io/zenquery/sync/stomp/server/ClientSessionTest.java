package io.zenquery.sync.stomp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Queue;
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

    @Test
    void lane_isThereFromTheSecondChannelOn_andAsLongAsItHasWork() {
        Queue<Runnable> handedOver = new ArrayDeque<>();
        use("board");
        assertThat(session.lane("board", handedOver::add)).isNull();
        use("orders");

        Lane board = session.lane("board", handedOver::add);
        assertThat(board).isNotNull().isNotSameAs(session.lane("orders", handedOver::add));
        assertThat(session.lane("stock", handedOver::add)).isNull(); // it does not listen to that
        board.execute(() -> {});
        session.unsubscribe("orders-topic");
        session.unsubscribe("orders-answers");

        assertThat(session.lane("board", handedOver::add)).isSameAs(board);
        handedOver.remove().run();
        assertThat(session.lane("board", handedOver::add)).isNull();
    }
}
