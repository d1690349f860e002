package io.zenquery.sync.session;

import static io.zenquery.sync.JsonText.json;
import static io.zenquery.sync.session.SessionState.LIVE;
import static io.zenquery.sync.session.SessionState.OFFLINE;
import static io.zenquery.sync.session.SessionState.RESUMING;
import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.protocol.ClientMessage.Resume;
import io.zenquery.sync.protocol.ProtocolException;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Head;
import io.zenquery.sync.protocol.ServerMessage.Problem;
import io.zenquery.sync.protocol.ServerMessage.ProblemCode;
import io.zenquery.sync.protocol.ServerMessage.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Connecting, following the log, and what is missing of it: each rule with its message sequence. */
class SyncSessionTest {

    @Test
    void connect_firstTime_resumesFromNothingAndIsLiveWithTheSnapshot() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));

        assertThat(server.sent).containsExactly(new Resume("me", "e1", null, 0, null, null, 1));
        assertThat(server.session.state()).isEqualTo(LIVE);
        assertThat(server.view()).isEqualTo(json("{n:1}"));
        assertThat(server.coordinator.confirmedServerSeq()).isEqualTo(3);
        assertThat(server.told).containsExactly("OFFLINE>CONNECTING", "CONNECTING>RESUMING", "RESUMING>LIVE");
    }

    @Test
    void connect_deltasBeforeWelcomeAndSnapshot_areNotLost() {
        FakeServer server = new FakeServer();
        server.session.connect();
        server.connection.onOpen();
        server.delta(4, "[{op:'replace',path:'/n',value:2}]");
        server.welcome("s1", "f1", 3, 0);
        server.delta(5, "[{op:'add',path:'/m',value:1}]");
        assertThat(server.session.state()).isEqualTo(RESUMING);

        server.say(new Snapshot(3, "s1", Map.of(FakeServer.DOC, json("{n:1}")), List.of(), FakeServer.START));

        assertThat(server.view()).isEqualTo(json("{n:2,m:1}"));
    }

    @Test
    void snapshot_withoutItsWelcome_isDiscarded_becauseTheWelcomeMayHaveSaidWhatIsInIt() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));
        server.submit("[{op:'add',path:'/m',value:1}]");

        server.reconnect();
        server.say(new Snapshot(9, "s1", Map.of(FakeServer.DOC, json("{n:1,m:1}")), List.of(), FakeServer.START));

        assertThat(server.coordinator.confirmedServerSeq()).isEqualTo(3);
        assertThat(server.session.state()).isEqualTo(RESUMING);
    }

    @Test
    void ackedMutationWhoseDeltaIsLost_isAskedFor() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));
        server.submit("[{op:'replace',path:'/n',value:2}]");
        server.say(new Ack(1, 4, 4L));

        server.advance(Duration.ofMinutes(1));

        assertThat(server.session.state()).isEqualTo(RESUMING);
    }

    @Test
    void gap_live_resumesOnceAndCatchesUp() {
        FakeServer server = new FakeServer().live(3, json("{l:[]}"));

        server.delta(6, "[{op:'add',path:'/l/-',value:6}]").delta(5, "[{op:'add',path:'/l/-',value:5}]");
        assertThat(server.sent).hasSize(2);
        assertThat(server.lastResume().confirmedServerSeq()).isEqualTo(3);
        server.welcome("s1", "f2", 6, 0).delta(4, "[{op:'add',path:'/l/-',value:4}]");

        assertThat(server.view()).isEqualTo(json("{l:[4,5,6]}"));
        assertThat(server.session.state()).isEqualTo(LIVE);
    }

    @Test
    void head_aboveOurs_isAskedForIfTheDeltaDoesNotComeSoon() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));

        server.say(new Head(4, "s1"));
        assertThat(server.sent).hasSize(1);
        server.advance(Duration.ofSeconds(1));

        assertThat(server.sent).hasSize(2);
        assertThat(server.lastResume().confirmedServerSeq()).isEqualTo(3);
    }

    @Test
    void head_whoseDeltaComes_asksForNothing() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));

        server.say(new Head(4, "s1")).delta(4, "[{op:'replace',path:'/n',value:2}]");
        server.advance(Duration.ofSeconds(5));

        assertThat(server.sent).hasSize(1);
    }

    @Test
    void secondGapBehindTheFirst_isAskedForToo() {
        FakeServer server = new FakeServer().live(3, json("{l:[]}"));
        server.delta(5, "[{op:'add',path:'/l/-',value:5}]").delta(7, "[{op:'add',path:'/l/-',value:7}]");
        assertThat(server.sent).hasSize(2);

        server.welcome("s1", "f2", 5, 0).delta(4, "[{op:'add',path:'/l/-',value:4}]");
        server.advance(Duration.ofSeconds(1));

        assertThat(server.lastResume().confirmedServerSeq()).isEqualTo(5);
    }

    @Test
    void listenerThatThrows_doesNotStopTheSession() {
        FakeServer server = new FakeServer(FakeServer.builder().answerTimeout(Duration.ofSeconds(5)));
        server.failing = true;
        server.session.connect();
        server.connection.onOpen();
        server.advance(Duration.ofSeconds(5));
        server.advance(Duration.ofSeconds(1));

        assertThat(server.opened).as("the timer was set all the same").isEqualTo(2);
    }

    @Test
    void delta_thatDoesNotFit_asksForASnapshot() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));

        server.delta(4, "[{op:'remove',path:'/x'}]");

        assertThat(server.told).contains("problem invalid-delta");
        assertThat(server.lastResume().serverEpoch()).isNull();
        server.welcome("s1", "f2", 5, 0);
        assertThat(server.session.state()).isEqualTo(RESUMING);
        server.say(new Snapshot(5, "s1", Map.of(FakeServer.DOC, json("{n:9}")), List.of(), FakeServer.START));
        assertThat(server.view()).isEqualTo(json("{n:9}"));
        assertThat(server.session.state()).isEqualTo(LIVE);
    }

    @Test
    void malformedMessage_isReportedAndTheSessionGoesOn() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));

        server.connection.onMalformed(new ProtocolException("expected a message"));
        server.delta(4, "[{op:'replace',path:'/n',value:2}]");

        assertThat(server.told).contains("problem malformed");
        assertThat(server.view()).isEqualTo(json("{n:2}"));
    }

    @Test
    void messagesOfAnEarlierConnection_areDiscarded() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));
        SyncTransport.Listener earlier = server.connection;
        server.reconnect();

        earlier.onMessage(new Problem(ProblemCode.STALE_FENCE, "old", null));
        earlier.onClosed("again");

        assertThat(server.told).doesNotContain("problem STALE_FENCE");
        assertThat(server.session.state()).isEqualTo(RESUMING);
    }

    @Test
    void connectFails_triesAgainWithGrowingWaits() {
        FakeServer server = new FakeServer(FakeServer.builder().backOff(Duration.ofSeconds(1), Duration.ofSeconds(4)));
        server.session.connect();

        server.connection.onClosed("refused");
        server.advance(Duration.ofMillis(400));
        assertThat(server.opened).isEqualTo(1);
        server.advance(Duration.ofMillis(600));
        assertThat(server.opened).isEqualTo(2);
        for (int i = 3; i < 8; i++) {
            server.connection.onClosed("refused");
            server.advance(Duration.ofSeconds(4));
            assertThat(server.opened).isEqualTo(i);
        }
    }

    @Test
    void noAnswerToResume_connectsAnew() {
        FakeServer server = new FakeServer(FakeServer.builder().answerTimeout(Duration.ofSeconds(5)));
        server.session.connect();
        server.connection.onOpen();

        server.advance(Duration.ofSeconds(5));
        server.advance(Duration.ofSeconds(1));

        assertThat(server.opened).isEqualTo(2);
    }

    @Test
    void disconnect_offlineWrites_areSentAfterConnect() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));
        server.session.disconnect();
        assertThat(server.session.state()).isEqualTo(OFFLINE);
        server.submit("[{op:'replace',path:'/n',value:2}]");
        server.advance(Duration.ofHours(1));
        assertThat(server.opened).isEqualTo(1);

        server.session.connect();
        server.connection.onOpen();
        server.welcome("s1", "f2", 3, 0);

        assertThat(server.lastBatch().fence()).isEqualTo("f2");
        assertThat(server.view()).isEqualTo(json("{n:2}"));
    }
}
