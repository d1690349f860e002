package io.zenquery.sync.autoconfigure.server;

import static io.zenquery.sync.autoconfigure.server.StompTestClient.next;
import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.protocol.ClientMessage.Resume;
import io.zenquery.sync.protocol.ServerMessage.Head;
import io.zenquery.sync.protocol.ServerMessage.Welcome;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Configuration;

@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"server.address=127.0.0.1", "zenquery.sync.server.head-interval=50ms"})
class HeadOverStompTest {
    @LocalServerPort
    private int port;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    @Test
    void idleChannel_saysItsHeadAgainAndAgain() throws Exception {
        try (StompTestClient client = new StompTestClient(port, "/zenquery")) {
            client.subscribe("quiet");
            client.send("/app/zenquery/quiet/resume", new Resume("ann", "1", null, 0, null, null));
            Welcome welcome = (Welcome) next(client.answers);

            assertThat(next(client.topic)).isEqualTo(new Head(0, welcome.serverEpoch()));
            assertThat(next(client.topic)).isEqualTo(new Head(0, welcome.serverEpoch()));
        }
    }
}
