package io.zenquery.sync.autoconfigure;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.http.HttpHeaders;

/** A server, and beside it a token endpoint that answers as the test says. */
final class ServerWithTokens implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer endpoint;
    private final ServletWebServerApplicationContext server;

    ServerWithTokens(Class<?> application, HttpHandler tokens) throws IOException {
        endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        endpoint.setExecutor(threads);
        endpoint.createContext("/token", tokens);
        endpoint.start();
        server = (ServletWebServerApplicationContext) new SpringApplicationBuilder(application)
                .web(WebApplicationType.SERVLET)
                .properties("server.address=127.0.0.1", "server.port=0", "spring.main.banner-mode=off")
                .run();
    }

    /** A client that asks for tokens as {@code kiosk}, with the password {@code secret}. */
    ApplicationContextRunner client() {
        String registration = "spring.security.oauth2.client.registration.sync.";
        return ClientContexts.bare()
                .withConfiguration(AutoConfigurations.of(OAuth2ClientAutoConfiguration.class))
                .withPropertyValues(
                        "zenquery.sync.url=ws://127.0.0.1:"
                                + server.getWebServer().getPort() + "/zenquery",
                        "zenquery.sync.channel=board",
                        "zenquery.sync.oauth2.registration-id=sync",
                        registration + "client-id=kiosk",
                        registration + "client-secret=secret",
                        registration + "authorization-grant-type=client_credentials",
                        registration + "provider=mine",
                        "spring.security.oauth2.client.provider.mine.token-uri=http://127.0.0.1:"
                                + endpoint.getAddress().getPort() + "/token");
    }

    static void answer(HttpExchange exchange, String token) throws IOException {
        answer(
                exchange,
                200,
                "{\"access_token\": \"" + token + "\", \"token_type\": \"Bearer\", \"expires_in\": 3600}");
    }

    static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set(HttpHeaders.CONTENT_TYPE, "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.close();
        endpoint.stop(0);
        threads.shutdownNow();
    }
}
