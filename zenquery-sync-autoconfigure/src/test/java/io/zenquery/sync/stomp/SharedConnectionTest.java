package io.zenquery.sync.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ProtocolCodec;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketSession;

/** Several channels on one WebSocket, and when they are not. */
class SharedConnectionTest extends SharedConnections {
    private List<String> subscribed(int frames) throws InterruptedException {
        List<String> destinations = new ArrayList<>();
        for (int i = 0; i < frames; i++) {
            destinations.add(server.next(StompCommand.SUBSCRIBE).header("destination"));
        }
        return destinations;
    }

    @Test
    void open_threeChannels_haveOneConnection_andEachHearsItsOwn() throws InterruptedException {
        List<Channel> three = open("board", "orders", "stock");

        assertThat(subscribed(6))
                .containsExactly(
                        "/topic/zenquery.board",
                        "/user/queue/zenquery.board",
                        "/topic/zenquery.orders",
                        "/user/queue/zenquery.orders",
                        "/topic/zenquery.stock",
                        "/user/queue/zenquery.stock");
        for (int i = 0; i < 3; i++) {
            three.get(i).hears(0, new Ack(i + 1, 1, null));
        }
        assertThat(server.sessions).hasSize(1);
        assertThat(tokens.shown).containsExactly("board");
        assertThat(three).allMatch(channel -> channel.listener.told.isEmpty());
    }

    @Test
    void open_whileConnecting_joinsTheAttempt_andItsEndIsToldToAll() throws InterruptedException {
        server.answersConnect = false;
        connections = new StompConnections(
                new StompSettings(server.url(), Duration.ofSeconds(2), Duration.ZERO, 8192), List.of());
        List<Channel> three =
                List.of(new Channel("board").open(), new Channel("orders").open(), new Channel("stock").open());

        for (Channel channel : three) {
            assertThat(channel.listener.awaitClosed()).contains("within 2000 ms");
        }
        assertThat(server.sessions).hasSize(1);
        assertThat(three).allMatch(channel -> channel.listener.told.isEmpty());
    }

    @Test
    void close_one_unsubscribesIt_othersGoOn_andTheLastSaysGoodbye() throws InterruptedException {
        List<Channel> two = open("board", "orders");
        subscribed(4);

        two.get(0).transport.close();
        assertThat(server.next().command()).isEqualTo(StompCommand.UNSUBSCRIBE);
        assertThat(server.next().command()).isEqualTo(StompCommand.UNSUBSCRIBE);
        two.get(1).send(RESUME);
        two.get(1).hears(0, welcome());

        two.get(1).transport.close();
        assertThat(server.next().command()).isEqualTo(StompCommand.DISCONNECT);
        await().until(() -> !server.sessions.get(0).isOpen());
        assertThat(two).allMatch(channel -> channel.listener.told.isEmpty());
    }

    @Test
    void reopen_onAConnectionThatOthersHave_isOpenAgain_andTheOldListenerHearsNothing() throws InterruptedException {
        Channel board = open("board", "orders").get(0);
        board.hears(0, welcome());
        RecordingListener old = board.listener;

        board.open().awaitOpen();

        server.next(StompCommand.UNSUBSCRIBE);
        server.next(StompCommand.UNSUBSCRIBE);
        board.hears(0, new Ack(1, 1, null));
        assertThat(server.sessions).hasSize(1);
        assertThat(old.told).isEmpty();
    }

    @Test
    void loss_isToldToEach_andAllConnectAgainByOneAttempt() throws Exception {
        List<Channel> three = open("board", "orders", "stock");
        for (Channel channel : three) {
            channel.send(RESUME);
        }

        server.drop(new CloseStatus(4500, "send buffer"));
        for (Channel channel : three) {
            assertThat(channel.listener.awaitClosed()).contains("4500");
        }
        for (Channel channel : three) {
            channel.open();
        }
        for (Channel channel : three) {
            channel.awaitOpen();
            channel.hears(1, welcome());
        }
        assertThat(server.sessions).hasSize(2);
    }

    @Test
    void destroy_one_leavesTheOthers_andTheLastEndsTheConnection() throws InterruptedException {
        List<Channel> two = open("board", "orders");

        two.get(0).transport.destroy();
        two.get(1).send(RESUME);
        two.get(1).hears(0, welcome());
        two.get(0).open();
        assertThat(two.get(0).listener.awaitClosed()).isEqualTo("the transport of channel board is destroyed");

        two.get(1).transport.destroy();
        await().until(() -> !server.sessions.get(0).isOpen());
    }

    @Test
    void open_moreChannelsThanFit_haveAnotherConnection() throws InterruptedException {
        connections = connections(2);
        open("a", "b", "c", "d", "e");

        assertThat(server.sessions).hasSize(3);
        assertThat(tokens.shown).containsExactly("a", "c", "e");
    }

    @Test
    void sends_ofChannelsWithLargeAndSmallMessages_keepTheOrderOfEach() throws Exception {
        List<Channel> two = open("large", "small");
        String large = "ö".repeat(200_000);

        for (int i = 1; i <= 20; i++) {
            two.get(0).transport.send(batch(i, large));
            two.get(1).transport.send(batch(i, "x"));
        }

        Map<String, Long> last = new HashMap<>();
        for (int i = 0; i < 40; i++) {
            FakeStompServer.Frame frame = server.next(StompCommand.SEND);
            long seq = ((MutationBatch) ProtocolCodec.decodeClient(frame.payload()))
                    .batch()
                    .get(0)
                    .clientSeq();
            assertThat(seq).isEqualTo(last.getOrDefault(frame.header("destination"), 0L) + 1);
            last.put(frame.header("destination"), seq);
        }
        assertThat(last).hasSize(2);
        assertThat(server.sessions).extracting(WebSocketSession::isOpen).containsExactly(true);
    }
}
