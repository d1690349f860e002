package io.zenquery.sync.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.protocol.ServerMessage.Problem;
import io.zenquery.sync.protocol.ServerMessage.ProblemCode;
import io.zenquery.sync.spring.SyncConnectCustomizer;
import io.zenquery.sync.spring.SyncConnectHeaders;
import jakarta.websocket.DeploymentException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CredentialsTest {
    private final AtomicInteger told = new AtomicInteger();
    private final List<SyncConnectCustomizer> customizers = List.of(new Broken(), new Counting());

    @Test
    void handshake_answered401_isToldToAll_alsoIfOneOfThemThrows() {
        Credentials.onFailure(
                new IllegalStateException(
                        "outer", new DeploymentException("Failed to handle HTTP response code [401]. Unsupported")),
                customizers);
        assertThat(told).hasValue(1);
    }

    @Test
    void failure_ofAnotherKind_isNotTold() {
        Credentials.onFailure(new DeploymentException("The HTTP response from the server [503]"), customizers);
        Credentials.onFailure(new DeploymentException("port 14010"), customizers);
        Credentials.onFailure(new IllegalStateException("401"), customizers);
        Credentials.onFailure(new DeploymentException(null), customizers);
        assertThat(told).hasValue(0);
    }

    @Test
    void message_unauthenticated_isTold_andNoOther() {
        Credentials.onMessage(new Problem(ProblemCode.FORBIDDEN, "no", null), customizers);
        assertThat(told).hasValue(0);
        Credentials.onMessage(new Problem(ProblemCode.UNAUTHENTICATED, "expired", null), customizers);
        assertThat(told).hasValue(1);
    }

    private static class Broken implements SyncConnectCustomizer {
        @Override
        public void customize(SyncConnectHeaders headers) {}

        @Override
        public void unauthenticated() {
            throw new IllegalStateException("thrown on purpose");
        }
    }

    private final class Counting implements SyncConnectCustomizer {
        @Override
        public void customize(SyncConnectHeaders headers) {}

        @Override
        public void unauthenticated() {
            told.incrementAndGet();
        }
    }
}
