package io.zenquery.sync.stomp.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.mockito.Mockito;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;

class PiecewiseSessionTest {
    private static final int PIECE = PiecewiseSession.PIECE;

    private final WebSocketSession delegate = Mockito.mock(WebSocketSession.class);
    private final PiecewiseSession session = new PiecewiseSession(delegate, PIECE) {};

    private List<WebSocketMessage<?>> sent(WebSocketMessage<?> message) throws IOException {
        session.sendMessage(message);
        ArgumentCaptor<WebSocketMessage<?>> sent = ArgumentCaptor.captor();
        Mockito.verify(delegate, Mockito.atLeastOnce()).sendMessage(sent.capture());
        return sent.getAllValues();
    }

    private List<String> pieces(String text) throws IOException {
        return sent(new TextMessage(text)).stream()
                .map(each -> ((TextMessage) each).getPayload())
                .toList();
    }

    @Test
    void send_shortTextOrBytes_passAsTheyAre() throws IOException {
        TextMessage text = new TextMessage("x".repeat(PIECE));
        BinaryMessage bytes = new BinaryMessage(ByteBuffer.allocate(3 * PIECE));

        assertThat(sent(text)).singleElement().isSameAs(text);
        assertThat(sent(bytes)).last().isSameAs(bytes);
    }

    @Test
    void send_longText_isCutIntoPiecesInOrder() throws IOException {
        assertThat(pieces("a".repeat(PIECE) + "b".repeat(PIECE) + "c"))
                .containsExactly("a".repeat(PIECE), "b".repeat(PIECE), "c");
    }

    @Test
    void send_longTextThatEndsWithAPiece_hasNoEmptyOne() throws IOException {
        assertThat(pieces("a".repeat(2 * PIECE))).containsExactly("a".repeat(PIECE), "a".repeat(PIECE));
    }

    @Test
    void send_characterOfTwoAtTheCut_staysWhole() throws IOException {
        String smile = "\uD83D\uDE00";

        assertThat(pieces("a".repeat(PIECE - 1) + smile + "b")).containsExactly("a".repeat(PIECE - 1), smile + "b");
    }

    @Test
    void send_halfACharacterAtTheVeryEnd_isSent() throws IOException {
        assertThat(pieces("a".repeat(2 * PIECE - 1) + "\uD83D"))
                .containsExactly("a".repeat(PIECE), "a".repeat(PIECE - 1) + "\uD83D");
    }
}
