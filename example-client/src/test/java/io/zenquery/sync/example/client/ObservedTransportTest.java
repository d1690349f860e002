package io.zenquery.sync.example.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.protocol.ClientMessage;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ProtocolException;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Head;
import io.zenquery.sync.session.SyncTransport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class ObservedTransportTest {
    private static final MutationBatch BATCH = new MutationBatch(
            "fence",
            3,
            0,
            List.of(new Mutation(1, "task.add", JsonNodeFactory.instance.nullNode(), Map.of(), Map.of(), null)));

    private final ManualTimer time = new ManualTimer();
    private final Network network = new Network(time, time::now);
    private final Timeline timeline = new Timeline(InstantSource.system());
    private final WireNotes notes = new WireNotes(timeline);
    private final Target target = new Target();
    private final ObservedTransport transport = new ObservedTransport(target, network, notes);
    private final List<String> heard = new ArrayList<>();

    /** The transport behind: notes what it is told to do. */
    private static final class Target implements SyncTransport {
        private final List<ClientMessage> sent = new ArrayList<>();
        private Listener listener;

        @Override
        public void open(Listener opened) {
            listener = opened;
        }

        @Override
        public void send(ClientMessage message) {
            sent.add(message);
        }

        @Override
        public void close() {}
    }

    private final SyncTransport.Listener listener = new SyncTransport.Listener() {
        @Override
        public void onOpen() {
            heard.add("open");
        }

        @Override
        public void onMessage(ServerMessage message) {
            heard.add(message.getClass().getSimpleName());
        }

        @Override
        public void onMalformed(ProtocolException problem) {
            heard.add("malformed");
        }

        @Override
        public void onClosed(String reason) {
            heard.add("closed: " + reason);
        }
    };

    @BeforeEach
    void open() {
        transport.open(listener);
        network.latency(Duration.ofMillis(100));
    }

    private List<Timeline.Kind> noted() {
        return timeline.after(0).stream().map(entry -> entry.note().kind()).toList();
    }

    @Test
    void send_isNotedAtOnce_andTravelsLater() {
        transport.send(BATCH);
        time.advance(0);
        assertThat(noted()).containsExactly(Timeline.Kind.SENT);
        assertThat(notes.sentUpTo()).isEqualTo(1);
        assertThat(target.sent).isEmpty();

        time.advance(100);
        assertThat(target.sent).containsExactly(BATCH);
    }

    @Test
    void news_comeLater_inTheirOrder_andAreNotedThen() {
        target.listener.onOpen();
        target.listener.onMessage(new Head(3, "epoch"));
        target.listener.onMessage(new Ack(1, 4, 4L));
        target.listener.onMalformed(new ProtocolException("planted"));
        target.listener.onClosed("lost");
        time.advance(99);
        assertThat(heard).isEmpty();
        assertThat(noted()).isEmpty();

        time.advance(1);
        assertThat(heard).containsExactly("open", "Head", "Ack", "malformed", "closed: lost");
        assertThat(noted()).containsExactly(Timeline.Kind.ACK);
    }

    @Test
    void close_whatIsUnderWay_isLostInBothDirections() {
        transport.send(BATCH);
        time.advance(50);
        target.listener.onMessage(new Ack(1, 4, 4L));
        transport.close();
        time.advance(1000);

        assertThat(target.sent).isEmpty();
        assertThat(heard).isEmpty();
        assertThat(noted()).containsExactly(Timeline.Kind.SENT);
    }

    @Test
    void openAgain_newsOfTheConnectionBefore_areNotHeard() {
        SyncTransport.Listener before = target.listener;
        before.onMessage(new Head(3, "epoch"));
        transport.open(listener);
        before.onClosed("late");
        time.advance(1000);

        assertThat(heard).isEmpty();
    }
}
