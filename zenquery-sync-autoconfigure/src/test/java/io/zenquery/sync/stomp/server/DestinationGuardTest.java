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
    @CsvSource(
            delimiter = '|',
            value = {
                // command | destination | passes at our broker | passes at the application's
                "SEND      | /app/zenquery/c/resume             | true  | true",
                "SEND      | /topic/zenquery.c                  | false | false",
                "SEND      | /topic/zenquery%2Ec                | false | false",
                "SEND      | /topic/zenquery%2ec                | false | false",
                "SEND      | /topic/%7Aenquery.c                | false | false",
                "SEND      | /topic/%zz/other                   | false | true",
                "SEND      | /topic/Zenquery.c                  | false | false",
                "SEND      | /topic/zenquery.c;x=1              | false | false",
                "SEND      | /topic//zenquery.c                 | false | false",
                "SEND      | /queue/other,/topic/zenquery.c     | false | false",
                "SEND      | /exchange/amq.topic/zenquery.c     | false | false",
                "SEND      | /topic/other                       | false | true",
                "SEND      | /apple/other                       | false | true",
                "SEND      | /queue/zenquery.c-user1            | false | false",
                "SEND      | /user/someone/queue/zenquery.c     | false | false",
                "SEND      | /user/someone/queue/other          | false | true",
                "MESSAGE   | /topic/zenquery.c                  | false | false",
                "SUBSCRIBE | /topic/zenquery.c                  | true  | true",
                "SUBSCRIBE | /user/queue/zenquery.c             | true  | true",
                "SUBSCRIBE | /user/other/queue/zenquery.c       | false | false",
                "SUBSCRIBE | /user/queue/zenquery.c-user1       | true  | true",
                "SUBSCRIBE | /user/queue/zenquery.*             | false | false",
                "SUBSCRIBE | /user/queue/**                     | false | false",
                "SUBSCRIBE | /user/**                           | false | false",
                "SUBSCRIBE | /user/queue/{x}                    | false | false",
                "SUBSCRIBE | /queue/zenquery.c-user1            | false | false",
                "SUBSCRIBE | /queue/other                       | false | true",
                "SUBSCRIBE | /topic/other                       | true  | true",
                "SUBSCRIBE | /topic/prices.*                    | false | true",
                "SUBSCRIBE | /topic/*                           | false | false",
                "SUBSCRIBE | /topic/**                          | false | false",
                "SUBSCRIBE | /topic/#                           | false | false",
                "SUBSCRIBE | /topic/>                           | false | false",
                "SUBSCRIBE | /topic/zenquery.*                  | false | false",
                "SUBSCRIBE | /topic/zenquery.{c}                | false | false",
                "SUBSCRIBE | /topic/{any}                       | false | false",
                "SUBSCRIBE | /topic/zen?uery.c                  | false | false",
                "SUBSCRIBE | /topic/zenquery%2Ec                | false | false",
                "SUBSCRIBE | /topic/zenquery.c;x=1              | false | false",
                "SUBSCRIBE | /topic/zenquery.c%20               | false | false",
                "SUBSCRIBE | /topic/zenquery.a/b                | false | false",
                "SUBSCRIBE | /topic/zenquery.c::q               | false | false",
                "SUBSCRIBE | /topic/ZENQUERY.c                  | false | false",
                "SUBSCRIBE | /topic/other,/topic/zenquery.c     | false | false",
                "SUBSCRIBE | /exchange/amq.topic/zenquery.c     | false | false",
                "SUBSCRIBE | /exchange/amq.topic/#              | false | false",
                "SUBSCRIBE | /queue/**                          | false | false",
                "SUBSCRIBE | /**                                | false | false",
                "SUBSCRIBE | **                                 | false | false",
                "SUBSCRIBE | /{any}/zenquery.c-user1            | false | false",
                "SUBSCRIBE | /queu?/zenquery.c-user1            | false | false",
            })
    void frame_toADestination_passesOrIsAnsweredWithAnError(
            StompCommand command, String destination, boolean own, boolean applications) {
        ErrorFrames errors = new ErrorFrames(() -> outbound);
        assertThat(passes(new DestinationGuard(errors, true), command, destination))
                .isEqualTo(own);
        assertThat(passes(new DestinationGuard(errors, false), command, destination))
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
