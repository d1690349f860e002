package io.zenquery.sync.stomp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import io.zenquery.sync.server.SyncServer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessagingTemplate;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageBuilder;

/** A connection with two channels that sends more than is handled. */
class LaneBoundTest {
    private static final int MOST = 10_000;

    private final Queue<Runnable> handedOver = new ArrayDeque<>();
    private final List<String> errors = new ArrayList<>();
    private final ClientSessions sessions = new ClientSessions();
    private final ClientSession session = sessions.open("s");
    private SyncMessageController controller;

    @BeforeEach
    void open() {
        MessageChannel outbound = (message, timeout) ->
                errors.add(String.valueOf(StompHeaderAccessor.wrap(message).getMessage()));
        controller = new SyncMessageController(
                mock(SyncServer.class),
                mock(SimpMessagingTemplate.class),
                sessions,
                mock(ChannelAccessControl.class),
                10,
                MOST,
                handedOver::add,
                work -> work,
                new ErrorFrames(() -> outbound),
                MOST);
        session.subscribe("1", "/topic/zenquery.board", 10);
        session.subscribe("2", "/topic/zenquery.orders", 10);
    }

    private void send(String channel, int size) {
        SimpMessageHeaderAccessor headers = SimpMessageHeaderAccessor.create();
        headers.setSessionId("s");
        Message<byte[]> message = MessageBuilder.createMessage(new byte[size], headers.getMessageHeaders());
        controller.mutations(channel, message);
    }

    @Test
    void frames_moreThanMayWait_endTheConnectionOnce() {
        send("board", 4_000);
        send("orders", 4_000);
        assertThat(errors).isEmpty();

        send("orders", 4_000);
        send("board", 1);

        assertThat(session.isEnded()).isTrue();
        assertThat(errors)
                .containsExactly("expected up to 10000 bytes that wait to be handled on a connection, got more");
        assertThat(handedOver).hasSize(2);
    }

    @Test
    void frames_thatAreHandled_makeRoom_andASingleOneAlwaysFits() {
        for (int i = 0; i < 10; i++) {
            send("board", 20_000);
            handedOver.remove().run();
        }

        assertThat(errors).isEmpty();
        assertThat(session.isEnded()).isFalse();
    }
}
