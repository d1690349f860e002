package io.zenquery.sync.test.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Each fault but the black hole, as plain sockets on both sides see it. */
class FaultyProxyTest extends ProxiedSockets {

    @Test
    void bytes_withoutFaults_passBothWays() throws IOException {
        connect();

        say(client, "hello");
        say(server, "welcome");

        assertHears(server, "hello");
        assertHears(client, "welcome");
        assertThat(proxy.delivered(Direction.TO_SERVER)).isEqualTo(5);
        assertThat(proxy.delivered(Direction.TO_CLIENT)).isEqualTo(7);
    }

    @Test
    void end_ofOneSide_reachesTheOtherAndTheWayBackStaysOpen() throws IOException {
        connect();

        say(client, "last words");
        client.shutdownOutput();

        assertHears(server, "last words");
        assertThat(server.getInputStream().read()).isEqualTo(-1);
        say(server, "farewell");
        server.close();
        assertHears(client, "farewell");
        assertThat(client.getInputStream().read()).isEqualTo(-1);
        await().until(() -> proxy.connections() == 0);
    }

    @Test
    void reset_ofOneSide_reachesTheOther() throws IOException {
        connect();

        client.setSoLinger(true, 0);
        client.close();

        assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(SocketException.class);
        await().until(() -> proxy.connections() == 0);
    }

    @Test
    void reset_open_breaksBothSidesAndNewConnectionsAreMade() throws IOException {
        connect();

        proxy.reset();

        assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        assertThat(proxy.connections()).isZero();
        connect();
        say(client, "again");
        assertHears(server, "again");
        assertThat(proxy.accepted()).isEqualTo(2);
    }

    @Test
    void resetAfter_someBytes_passesThoseAndBreaks() throws IOException {
        connect();
        proxy.resetAfter(Direction.TO_SERVER, 3);

        say(client, "hello");

        await().until(() -> proxy.connections() == 0);
        assertThat(proxy.delivered(Direction.TO_SERVER)).isEqualTo(3);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    }

    @Test
    void latency_ofOneDirection_delaysIt() throws IOException {
        connect();
        Duration latency = Duration.ofMillis(60);
        proxy.change(Direction.TO_SERVER, now -> now.withLatency(latency));

        long before = System.nanoTime();
        say(client, "hello");
        assertHears(server, "hello");

        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(latency.toNanos());
    }

    @Test
    void latency_loweredMeanwhile_letsGoWhatIsOnTheWay() throws IOException {
        connect();
        proxy.change(now -> now.withLatency(Duration.ofHours(1)));
        say(client, "hello");
        assertSilent(server);

        proxy.change(now -> now.withLatency(Duration.ZERO));

        assertHears(server, "hello");
    }

    @Test
    void bandwidth_bounded_takesAsLongAsTheBytesNeed() throws IOException {
        connect();
        proxy.change(Direction.TO_CLIENT, now -> now.withBytesPerSecond(10_000));

        long before = System.nanoTime();
        say(server, "x".repeat(1_001));
        assertHears(client, "x".repeat(1_001));

        // The last piece, of a fiftieth of a second, need not be waited for.
        assertThat(System.nanoTime() - before)
                .isGreaterThanOrEqualTo(Duration.ofMillis(80).toNanos());
    }

    @Test
    void slices_ofOneByte_passAll() throws IOException {
        connect();
        proxy.change(now -> now.withSlices(1));

        say(client, "x".repeat(500));

        assertHears(server, "x".repeat(500));
    }

    @Test
    void stall_thenHeal_losesNothing() throws IOException {
        connect();
        proxy.stall();
        say(client, "one, ");
        say(server, "two");
        assertSilent(server);
        assertSilent(client);

        proxy.heal();

        say(client, "three");
        assertHears(server, "one, three");
        assertHears(client, "two");
    }

    @Test
    void halfClose_oneDirection_endsItAndTheOtherGoesOn() throws IOException {
        connect();

        proxy.halfClose(Direction.TO_SERVER);

        assertThat(server.getInputStream().read()).isEqualTo(-1);
        say(client, "not heard");
        say(server, "still here");
        assertHears(client, "still here");
        assertThat(proxy.delivered(Direction.TO_SERVER)).isZero();
    }

    @Test
    void refuse_switchedOnAndOff_breaksNewConnectionsOnly() throws IOException {
        connect();
        proxy.refuse(true);
        try (Socket refused = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            refused.setSoTimeout(PATIENCE_MS);
            assertThatThrownBy(() -> refused.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        say(client, "hello");
        assertHears(server, "hello");

        proxy.refuse(false);

        connect();
        say(client, "hello again");
        assertHears(server, "hello again");
    }

    @Test
    void server_notThere_breaksTheConnection() throws IOException {
        listening.close();

        try (Socket lonely = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            lonely.setSoTimeout(PATIENCE_MS);
            assertThatThrownBy(() -> lonely.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void close_withOpenConnections_leavesNoThreadsAndNoPort() throws Exception {
        connect();
        proxy.stall();
        say(client, "held");
        int port = proxy.port();

        proxy.close();

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("faulty-proxy"));
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(SocketException.class);
    }
}
