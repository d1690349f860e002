package io.zenquery.sync.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.protocol.ClientMessage;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ClientMessage.Resume;
import io.zenquery.sync.protocol.ProtocolCodec;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Problem;
import io.zenquery.sync.protocol.ServerMessage.ProblemCode;
import io.zenquery.sync.protocol.ServerMessage.Welcome;
import io.zenquery.sync.spring.SyncConnectCustomizer;
import io.zenquery.sync.spring.SyncConnectHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketSession;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/** Several channels on one WebSocket, and when they are not. */
class SharedConnectionTest {
    private static final Resume RESUME = new Resume("me", "1", null, 0, null, null);

    private final List<Channel> channels = new ArrayList<>();
    private final Tokens tokens = new Tokens();
    private FakeStompServer server;
    private StompConnections connections;

    @BeforeEach
    void start() {
        server = new FakeStompServer();
        connections = connections(50);
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (Channel channel : channels) {
            channel.transport.destroy();
        }
        server.close();
    }

    private StompConnections connections(int most) {
        return new StompConnections(
                new StompSettings(server.url(), Duration.ofSeconds(10), Duration.ZERO, FakeStompServer.MAX_FRAME),
                List.of(tokens),
                most);
    }

    /** A channel as a session has it: with a listener for each connection. */
    private final class Channel {
        final String name;
        final StompSyncTransport transport;
        RecordingListener listener = new RecordingListener();

        Channel(String name) {
            this.name = name;
            this.transport = connections.transport(name);
            channels.add(this);
        }

        Channel open() {
            listener = new RecordingListener();
            transport.open(listener);
            return this;
        }

        Channel awaitOpen() throws InterruptedException {
            listener.awaitOpen();
            return this;
        }

        void send(ClientMessage message) throws InterruptedException {
            transport.send(message);
            String end = "/app/zenquery/" + name + (message instanceof Resume ? "/resume" : "/mutations");
            FakeStompServer.Frame frame = server.next(StompCommand.SEND);
            assertThat(frame.header("destination")).isEqualTo(end);
        }

        /** Says something on the newest connection that it has. */
        void hears(int session, ServerMessage message) throws InterruptedException {
            server.answer(server.sessions.get(session), name, ProtocolCodec.encode(message));
            assertThat(listener.next()).isEqualTo(message);
        }
    }

    private List<Channel> open(String... names) throws InterruptedException {
        List<Channel> opened = new ArrayList<>();
        for (String name : names) {
            opened.add(new Channel(name).open().awaitOpen());
        }
        return opened;
    }

    private static Welcome welcome() {
        return new Welcome("s1", "f1", 0, 0, List.of(), Instant.EPOCH);
    }

    private static MutationBatch batch(long seq, String value) {
        Map<AtomKey, List<Patch>> patches =
                Map.of(AtomKey.of("tasks"), List.of(Patch.add("/title", StringNode.valueOf(value))));
        return new MutationBatch(
                "f", 0, 0, List.of(new Mutation(seq, null, NullNode.getInstance(), patches, Map.of(), null)));
    }

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
    void errorFrame_endsTheConnectionForAll_andWhoWasOwedAnAnswerIsAloneNext() throws InterruptedException {
        List<Channel> three = open("board", "orders", "stock");
        for (Channel channel : three) {
            channel.hears(0, welcome());
        }
        three.get(1).send(batch(1, "x"));

        server.error(server.sessions.get(0), "not that", "");
        for (Channel channel : three) {
            assertThat(channel.listener.awaitClosed()).contains("not that");
            channel.open().awaitOpen();
        }

        assertThat(server.sessions).hasSize(3);
        assertThat(tokens.shown).containsExactly("board", "board", "orders");
        three.get(0).hears(1, new Ack(1, 1, null));
        three.get(2).hears(1, new Ack(1, 1, null));
        three.get(1).hears(2, new Ack(1, 1, null));
    }

    /** Spring Security answers a subscription that is not permitted so. */
    @Test
    void errorFrame_overASubscription_takesTheOthersDownOnce() throws InterruptedException {
        Channel board = open("board").get(0);
        board.hears(0, welcome());
        Channel secret = open("secret").get(0);

        for (int session = 0; session < 3; session++) {
            server.error(server.sessions.get(session == 0 ? 0 : session + 1), "denied", "");
            assertThat(secret.listener.awaitClosed()).contains("denied");
            if (session == 0) {
                assertThat(board.listener.awaitClosed()).contains("denied");
                board.open().awaitOpen();
            }
            secret.open().awaitOpen();
        }

        assertThat(tokens.shown).containsExactly("board", "board", "secret", "secret", "secret");
        board.hears(1, new Ack(1, 1, null));
        assertThat(board.listener.told).isEmpty();
    }

    @Test
    void refusedChannel_leavesTheOthersAlone_andHasAConnectionOfItsOwnNext() throws InterruptedException {
        List<Channel> two = open("board", "secret");
        Channel board = two.get(0);
        Channel secret = two.get(1);
        board.send(RESUME);
        board.hears(0, welcome());

        for (int attempt = 0; attempt < 3; attempt++) {
            secret.send(RESUME);
            secret.hears(attempt, new Problem(ProblemCode.FORBIDDEN, "no access", null));
            secret.transport.close(); // as a session does, which connects again later
            secret.open().awaitOpen();
        }

        assertThat(server.sessions).hasSize(4);
        assertThat(tokens.shown).containsExactly("board", "secret", "secret", "secret");
        board.hears(0, new Ack(1, 1, null));
        assertThat(board.listener.told).isEmpty();

        secret.send(RESUME);
        secret.hears(3, welcome());
        secret.transport.close();
        secret.open().awaitOpen();
        secret.hears(0, new Ack(1, 1, null)); // welcomed the last time: it shares again
        assertThat(server.sessions).hasSize(4);
    }

    @Test
    void unauthenticated_onOneChannel_endsTheConnectionForAll_andOtherCredentialsAreShownOnce()
            throws InterruptedException {
        List<Channel> three = open("board", "orders", "stock");
        three.get(2).send(RESUME);

        Problem unknown = new Problem(ProblemCode.UNAUTHENTICATED, "who are you", null);
        three.get(2).hears(0, unknown);
        for (Channel channel : three) {
            assertThat(channel.listener.awaitClosed()).contains("the server does not know who this is");
            channel.open();
        }
        for (Channel channel : three) {
            channel.awaitOpen();
        }

        assertThat(tokens.refused).hasValue(1);
        assertThat(server.sessions).hasSize(2);
        assertThat(server.handshakes.get(1).getFirst("X-Token")).isEqualTo("1");
    }

    /** Two batches are under way when the server closes: on connections of their own it shows whose it was. */
    @Test
    void batchThatTheServerClosesOver_isFound_andTheOtherChannelsGoesThrough() throws Exception {
        Channel good = open("good", "bad").get(0);
        Channel bad = channels.get(1);
        CloseStatus tooLarge = CloseStatus.TOO_BIG_TO_PROCESS;
        good.send(batch(1, "small"));
        bad.send(batch(1, "large"));

        server.drop(tooLarge);
        assertThat(good.listener.awaitClosed()).contains("1009");
        assertThat(bad.listener.awaitClosed()).contains("1009");
        good.open().awaitOpen();
        good.send(batch(1, "small"));
        good.hears(1, new Ack(1, 1, null));
        for (int session = 2; session < 4; session++) {
            bad.open().awaitOpen();
            bad.send(batch(1, "large"));
            server.sessions.get(session).close(tooLarge);
            assertThat(bad.listener.awaitClosed()).contains("1009");
        }
        bad.open().awaitOpen();
        bad.transport.send(batch(1, "large"));

        assertThat(bad.listener.next())
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(ProblemCode.BATCH_TOO_LARGE));
        good.send(batch(2, "large")); // another channel's: nothing is known against it
        good.hears(1, new Ack(2, 2, null));
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

    /** Shows another token when the last was refused. */
    private static final class Tokens implements SyncConnectCustomizer {
        final List<String> shown = new ArrayList<>();
        final AtomicInteger refused = new AtomicInteger();

        @Override
        public synchronized void customize(SyncConnectHeaders headers) {
            shown.add(headers.channel());
            headers.handshake().add("X-Token", String.valueOf(refused));
        }

        @Override
        public void unauthenticated() {
            refused.incrementAndGet();
        }
    }
}
