package io.zenquery.sync.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zenquery.sync.server.ChannelAccess;
import io.zenquery.sync.server.ChannelAuthorizer;
import io.zenquery.sync.server.MutationCall;
import io.zenquery.sync.server.MutationFunction;
import io.zenquery.sync.session.SessionListener;
import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.spring.SyncOperations;
import io.zenquery.sync.spring.SyncSessionListenerFactory;
import io.zenquery.sync.spring.event.SyncConnectionStateEvent;
import io.zenquery.sync.spring.event.SyncDisconnectedEvent;
import io.zenquery.sync.spring.event.SyncEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;

/** Channels of one application on one WebSocket, with a real server. */
class SharedConnectionEndToEndTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String THREE = "zenquery.sync.channels=orders,stock";

    private static void awaitLive(SyncOperations... channels) {
        for (SyncOperations channel : channels) {
            await().atMost(PATIENCE).until(() -> channel.state() == SessionState.LIVE);
        }
    }

    private static void writeAndAwait(SyncOperations channel, String title) {
        channel.mutate(
                "task.add",
                Map.of("title", title),
                draft -> draft.atom("tasks").add("/items/-", Map.of("title", title)));
        await().atMost(PATIENCE)
                .until(() -> channel.pending().isEmpty()
                        && channel.confirmed("tasks").toString().contains(title));
    }

    @Test
    void channels_haveOneConnection_eachIsWritten_andComesBackAfterALoss() {
        try (BoardServer first = new BoardServer();
                BoardClient client = new BoardClient(first.port(), THREE)) {
            SyncOperations orders = client.sync.channel("orders");
            SyncOperations stock = client.sync.channel("stock");
            awaitLive(client.sync, orders, stock);
            assertThat(first.sessions()).isEqualTo(1);
            for (SyncOperations channel : List.of(client.sync, orders, stock)) {
                writeAndAwait(channel, "before " + channel.channel());
            }

            orders.disconnect();
            await().atMost(PATIENCE).until(() -> orders.state() == SessionState.OFFLINE);
            writeAndAwait(stock, "without orders");
            orders.connect();
            awaitLive(orders);
            assertThat(first.sessions()).isEqualTo(1);

            int port = first.port();
            first.close();
            await().atMost(PATIENCE)
                    .until(() -> client.sync.state() != SessionState.LIVE
                            && orders.state() != SessionState.LIVE
                            && stock.state() != SessionState.LIVE);
            try (BoardServer second = new BoardServer(port)) {
                awaitLive(client.sync, orders, stock);
                for (SyncOperations channel : List.of(client.sync, orders, stock)) {
                    writeAndAwait(channel, "after " + channel.channel());
                }
                assertThat(second.sessions()).isEqualTo(1);
            }
        }
    }

    @Test
    void channels_webSocketPerChannel_haveOneEach() {
        try (BoardServer server = new BoardServer();
                BoardClient client =
                        new BoardClient(server.port(), THREE, "zenquery.sync.websocket-per-channel=true")) {
            awaitLive(client.sync, client.sync.channel("orders"), client.sync.channel("stock"));

            assertThat(server.sessions()).isEqualTo(3);
        }
    }

    @Test
    void refusedChannel_triesAgainAndAgain_withoutDisturbingTheOthers() {
        try (BoardServer server = new BoardServer(0, asking(new AllBut("stock")));
                BoardClient client = new BoardClient(server.port(), THREE)) {
            SyncOperations orders = client.sync.channel("orders");
            SyncOperations stock = client.sync.channel("stock");
            awaitLive(client.sync, orders);

            awaitRefusals(client, "stock", 5);

            writeAndAwait(client.sync, "undisturbed");
            writeAndAwait(orders, "undisturbed");
            assertThat(stock.state()).isNotEqualTo(SessionState.LIVE);
            assertThat(client.listeners.heard).noneMatch(event -> isLoss(event, "board") || isLoss(event, "orders"));
            assertThat(server.sessions()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void revokedChannel_takesTheOthersDownOnce() {
        AllBut authorizer = new AllBut("nothing");
        try (BoardServer server = new BoardServer(0, asking(authorizer), "zenquery.sync.server.recheck-interval=50ms");
                BoardClient client = new BoardClient(server.port(), THREE)) {
            SyncOperations orders = client.sync.channel("orders");
            awaitLive(client.sync, orders, client.sync.channel("stock"));

            authorizer.channel = "stock";
            awaitRefusals(client, "stock", 5);

            awaitLive(client.sync, orders);
            writeAndAwait(client.sync, "after that");
            writeAndAwait(orders, "after that");
            assertThat(client.listeners.heard.stream().filter(event -> isLoss(event, "board")))
                    .hasSize(1);
            assertThat(client.listeners.heard.stream().filter(event -> isLoss(event, "orders")))
                    .hasSize(1);
        }
    }

    @Test
    void slowHandlerOfOneChannel_doesNotHoldTheOthers_andKeepsItsOrder() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        MutationFunction slow = new MutationFunction() {
            @Override
            public String name() {
                return "task.slow";
            }

            @Override
            public void handle(MutationCall call) {
                begun.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                call.draft().atom("tasks").add("/items/-", call.input());
            }
        };
        try (BoardServer server = new BoardServer(
                        0,
                        context -> context.registerBean("slow", MutationFunction.class, () -> slow),
                        "zenquery.sync.server.handler-timeout=60s");
                BoardClient client = new BoardClient(server.port(), THREE)) {
            SyncOperations orders = client.sync.channel("orders");
            awaitLive(client.sync, orders, client.sync.channel("stock"));
            orders.mutate(
                    "task.slow",
                    Map.of("title", "slow"),
                    draft -> draft.atom("tasks").add("/items/-", Map.of("title", "slow")));
            await().atMost(PATIENCE).until(() -> begun.getCount() == 0);

            writeAndAwait(client.sync, "meanwhile");
            orders.mutate(
                    "task.add",
                    Map.of("title", "next"),
                    draft -> draft.atom("tasks").add("/items/-", Map.of("title", "next")));
            assertThat(orders.pending()).hasSize(2);

            goOn.countDown();
            await().atMost(PATIENCE).until(() -> orders.pending().isEmpty());
            assertThat(orders.confirmed("tasks").at("/items/2/title").asString())
                    .isEqualTo("slow");
            assertThat(orders.confirmed("tasks").at("/items/3/title").asString())
                    .isEqualTo("next");
            assertThat(server.sessions()).isEqualTo(1);
        }
    }

    private static void awaitRefusals(BoardClient client, String channel, int times) {
        await().atMost(PATIENCE)
                .until(() -> client.listeners.heard.stream()
                                .filter(event -> event instanceof SyncConnectionStateEvent state
                                        && state.channel().equals(channel)
                                        && state.reason().contains("no access to read channel " + channel))
                                .count()
                        >= times);
    }

    private static ApplicationContextInitializer<GenericApplicationContext> asking(ChannelAuthorizer authorizer) {
        return context -> context.registerBean(ChannelAuthorizer.class, () -> authorizer);
    }

    /** Lets everybody read every channel but one. */
    private static final class AllBut implements ChannelAuthorizer {
        volatile String channel;

        AllBut(String channel) {
            this.channel = channel;
        }

        @Override
        public boolean mayRead(ChannelAccess access) {
            return !access.channel().equals(channel);
        }

        @Override
        public boolean mayWrite(ChannelAccess access) {
            return true;
        }
    }

    private static boolean isLoss(SyncEvent event, String channel) {
        return event instanceof SyncDisconnectedEvent && event.channel().equals(channel);
    }

    @Test
    void slowChannel_doesNotHoldTheOthers() {
        CountDownLatch goOn = new CountDownLatch(1);
        SyncSessionListenerFactory slow = (connection, channel) -> new SessionListener() {
            @Override
            public void onState(SessionState from, SessionState to, String reason) {
                if (channel.equals("stock") && to == SessionState.RESUMING) {
                    try {
                        goOn.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
            }
        };
        try (BoardServer server = new BoardServer();
                BoardClient client = new BoardClient(
                        server.port(),
                        context -> context.registerBean(SyncSessionListenerFactory.class, () -> slow),
                        THREE)) {
            SyncOperations stock = client.sync.channel("stock");
            awaitLive(client.sync, client.sync.channel("orders"));
            await().atMost(PATIENCE).until(() -> stock.state() == SessionState.RESUMING);

            writeAndAwait(client.sync, "meanwhile");
            assertThat(stock.state()).isEqualTo(SessionState.RESUMING);

            goOn.countDown();
            awaitLive(stock);
            assertThat(server.sessions()).isEqualTo(1);
        }
    }
}
