package io.zenquery.sync.example.client;

import io.zenquery.sync.spring.SyncOperations;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Asks the server to reject what this client writes, or to take it again. Beside the synchronisation, over plain HTTP, so that it can be
 * switched while this client is offline: the rule is the server's, and nothing here looks at it before writing.
 */
@Component
class ServerSwitch {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SyncOperations sync;
    private final URI server;
    private final RestClient http;

    ServerSwitch(SyncOperations sync, @Value("${zenquery.sync.url}") URI url) {
        this.sync = sync;
        this.server = UriComponentsBuilder.fromUri(url)
                .scheme("wss".equals(url.getScheme()) ? "https" : "http")
                .replacePath("")
                .build()
                .toUri();
        JdkClientHttpRequestFactory factory = new JdkClientHttpRequestFactory(
                HttpClient.newBuilder().connectTimeout(PATIENCE).build());
        factory.setReadTimeout(PATIENCE);
        this.http = RestClient.builder()
                .baseUrl(server.toString())
                .requestFactory(factory)
                .build();
    }

    /** The server did not do it. */
    static final class ServerUnreachableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ServerUnreachableException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    void rejectWrites(boolean on) {
        try {
            http.put()
                    .uri("/clients/{id}/read-only?on={on}", sync.clientId(), on)
                    .retrieve()
                    .toBodilessEntity();
        } catch (RestClientException e) {
            throw new ServerUnreachableException(
                    "expected the server at " + server + " to switch, got: " + e.getMessage() + ". Is it running?", e);
        }
    }
}
