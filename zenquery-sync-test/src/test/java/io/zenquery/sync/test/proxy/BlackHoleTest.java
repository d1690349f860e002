package io.zenquery.sync.test.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** What is lost so that nobody is told, as plain sockets on both sides see it. */
class BlackHoleTest extends ProxiedSockets {

    @Test
    void blackHole_bothWays_tellsNobodyAnything() throws IOException {
        connect();
        proxy.blackHole();

        say(client, "lost");
        client.close();

        assertSilent(server);
        assertThat(proxy.connections()).isEqualTo(1);
        say(server, "nobody answers");
    }

    @Test
    void blackHole_healed_leavesDeadWhatLostSomething() throws IOException {
        connect();
        Socket first = client;
        Socket firstServer = server;
        proxy.blackHole();
        say(first, "lost");
        assertSilent(firstServer);

        proxy.heal();

        connect();
        say(client, "new");
        assertHears(server, "new");
        say(first, "more");
        assertSilent(firstServer);
    }

    @Test
    void blackHole_healedWithNothingLost_goesOn() throws IOException {
        connect();
        proxy.blackHole();
        proxy.heal();

        say(client, "hello");

        assertHears(server, "hello");
    }

    @Test
    void blackHole_oneWay_leavesTheOtherOpen() throws IOException {
        connect();
        proxy.change(Direction.TO_CLIENT, now -> now.withPassage(Conditions.Passage.BLACK_HOLE));

        say(client, "hello");
        say(server, "lost");

        assertHears(server, "hello");
        assertSilent(client);
    }

    @Test
    void blackHoleAfter_someBytes_passesThoseAlone() throws IOException {
        connect();
        proxy.blackHoleAfter(Direction.TO_SERVER, 10_003);

        say(client, "x".repeat(20_000));

        assertHears(server, "x".repeat(10_003));
        assertSilent(server);
        say(server, "lost too");
        assertSilent(client);
    }
}
