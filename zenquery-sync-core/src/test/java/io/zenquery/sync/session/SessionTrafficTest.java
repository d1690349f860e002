package io.zenquery.sync.session;

import static io.zenquery.sync.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Reason;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import io.zenquery.sync.protocol.ServerMessage.Welcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a listener is told of batches and verdicts. */
class SessionTrafficTest {

    @Test
    void batchesAndVerdicts_areToldOnceInOrder() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));

        server.submit("[{op:'replace',path:'/n',value:2}]");
        server.say(new Ack(1, 4, 4L)).say(new Ack(1, 4, 4L)).own(4, 1);
        server.submit("[{op:'replace',path:'/n',value:3}]");
        server.say(new Rejection(2, 4, "no", Reason.PERMANENT, "not today"));

        assertThat(server.traffic).containsExactly("sent [1]", "Ack 1", "sent [2]", "Rejection 2");
    }

    @Test
    void verdictThatComesWithItsDelta_isToldToo() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));

        server.submit("[{op:'replace',path:'/n',value:2}]");
        server.own(4, 1).say(new Ack(1, 4, 4L));

        assertThat(server.traffic).containsExactly("sent [1]", "Ack 1");
    }

    @Test
    void batchWithoutAnAnswer_isToldAgainAfterTheReconnect() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));
        server.submit("[{op:'replace',path:'/n',value:2}]");
        server.submit("[{op:'replace',path:'/n',value:3}]");

        server.reconnect().welcome("s1", "f2", 3, 0);

        assertThat(server.traffic).containsExactly("sent [1]", "again [1]");
    }

    @Test
    void clockOffset_isThatOfTheLastWelcome() {
        FakeServer server = new FakeServer();
        assertThat(server.session.clockOffset()).isEqualTo(Duration.ZERO);
        server.live(3, json("{n:1}")).reconnect();

        server.say(new Welcome("s1", "f2", 3, 0, List.of(), FakeServer.START));

        assertThat(server.session.clockOffset()).isEqualTo(Duration.ofMinutes(-1));
    }
}
