package io.zenquery.sync.stomp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageBuilder;

class DestinationGuardTest {
    private final List<Message<?>> sent = new ArrayList<>();
    private final MessageChannel outbound = (message, timeout) -> sent.add(message);

    @ParameterizedTest
    @CsvSource({
        // command, destination, passes at our broker, passes at the application's
        "SEND, /app/zenquery/c/resume, true, true",
        "SEND, /topic/zenquery.c, false, false",
        "SEND, /topic/other, false, true",
        "SEND, /queue/zenquery.c-user1, false, false",
        "SEND, /user/someone/queue/zenquery.c, false, false",
        "SEND, /user/someone/queue/other, false, true",
        "SUBSCRIBE, /topic/zenquery.c, true, true",
        "SUBSCRIBE, /user/queue/zenquery.c, true, true",
        "SUBSCRIBE, /queue/zenquery.c-user1, false, false",
        "SUBSCRIBE, /queue/other, false, true",
        "SUBSCRIBE, /topic/*, false, true",
        "SUBSCRIBE, /queue/**, false, false",
        "SUBSCRIBE, /**, false, false",
        "SUBSCRIBE, /{any}/zenquery.c-user1, false, false",
        "SUBSCRIBE, /queu?/zenquery.c-user1, false, false",
    })
    void frame_toADestination_passesOrIsAnsweredWithAnError(
            StompCommand command, String destination, boolean own, boolean applications) {
        assertThat(passes(new DestinationGuard(() -> outbound, true), command, destination))
                .isEqualTo(own);
        assertThat(passes(new DestinationGuard(() -> outbound, false), command, destination))
                .isEqualTo(applications);

        assertThat(sent).hasSize((own ? 0 : 1) + (applications ? 0 : 1)).allSatisfy(message -> {
            StompHeaderAccessor headers = StompHeaderAccessor.wrap(message);
            assertThat(headers.getCommand()).isEqualTo(StompCommand.ERROR);
            assertThat(headers.getSessionId()).isEqualTo("session");
            assertThat(headers.getMessage()).contains(destination);
        });
    }

    private boolean passes(DestinationGuard guard, StompCommand command, String destination) {
        StompHeaderAccessor headers = StompHeaderAccessor.create(command);
        headers.setSessionId("session");
        headers.setDestination(destination);
        return guard.preSend(MessageBuilder.createMessage(new byte[0], headers.getMessageHeaders()), outbound) != null;
    }
}
