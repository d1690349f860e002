package io.zenquery.sync.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Head;
import io.zenquery.sync.protocol.ServerMessage.Problem;
import io.zenquery.sync.protocol.ServerMessage.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {

    @Test
    void encodeFrames_oneMessage_isTheMessageItself() {
        Ack ack = new Ack(1, 1, null);

        List<byte[]> bodies = ProtocolCodec.encodeFrames(List.of(ack), 10);

        assertThat(bodies).hasSize(1);
        assertThat(bodies.get(0)).isEqualTo(ProtocolCodec.encode(ack));
        assertThat(ProtocolCodec.decodeServerFrame(bodies.get(0))).containsExactly(ack);
    }

    @Test
    void encodeFrames_nothing_isNoFrame() {
        assertThat(ProtocolCodec.encodeFrames(List.of(), 10)).isEmpty();
    }

    @Test
    void encodeFrames_anyMessagesAndBound_keepOrderAndBound() {
        for (long seed = 0; seed < 300; seed++) {
            SplittableRandom dice = new SplittableRandom(seed);
            int most = dice.nextInt(1, 400);
            List<ServerMessage> messages = new ArrayList<>();
            for (int i = dice.nextInt(1, 20); i > 0; i--) {
                String text = "ü".repeat(dice.nextInt(150));
                messages.add(
                        dice.nextBoolean() ? new Head(i, "e") : new Problem(ProblemCode.INTERNAL, text + i, (long) i));
            }

            List<byte[]> bodies = ProtocolCodec.encodeFrames(messages, most);

            List<ServerMessage> read = new ArrayList<>();
            int previous = most;
            for (byte[] body : bodies) {
                List<ServerMessage> several = ProtocolCodec.decodeServerFrame(body);
                read.addAll(several);
                assertThat(several.size() == 1 || body.length <= most)
                        .as("seed %d: a body of %d", seed, body.length)
                        .isTrue();
                int first = ProtocolCodec.encode(several.get(0)).length;
                assertThat(previous + first + 3)
                        .as("seed %d: the first of a body had no room in the one before", seed)
                        .isGreaterThan(most);
                previous = body.length;
            }
            assertThat(read).as("seed %d", seed).isEqualTo(messages);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[1]", "[{\"type\":\"head\",\"serverSeq\":1,\"epoch\":\"e\"},{}]", "[[]]", "", "7"})
    void decodeServerFrame_notMessages_throws(String body) {
        assertThatThrownBy(() -> ProtocolCodec.decodeServerFrame(body.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("expected");
    }
}
