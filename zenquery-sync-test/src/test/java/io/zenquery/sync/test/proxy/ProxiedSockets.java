package io.zenquery.sync.test.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Plain sockets on both sides of a proxy. */
abstract class ProxiedSockets {
    static final int PATIENCE_MS = 10_000;
    /** Long enough to be sure that nothing comes, where something would come at once. */
    private static final int NOTHING_MS = 100;

    private final List<Socket> sockets = new ArrayList<>();
    ServerSocket listening;
    FaultyProxy proxy;
    Socket client;
    Socket server;

    @BeforeEach
    void listen() throws IOException {
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        proxy = FaultyProxy.to(listening.getLocalPort()).seed(7).start();
    }

    @AfterEach
    void close() throws Exception {
        proxy.close();
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    void connect() throws IOException {
        int before = proxy.accepted();
        client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        server = listening.accept();
        sockets.addAll(List.of(client, server));
        client.setSoTimeout(PATIENCE_MS);
        server.setSoTimeout(PATIENCE_MS);
        // Accepted by the server does not mean yet that the proxy counts it.
        await().until(() -> proxy.accepted() > before);
    }

    static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    static void assertHears(Socket socket, String text) throws IOException {
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        heard.write(socket.getInputStream().readNBytes(text.length()));
        assertThat(heard.toString(StandardCharsets.UTF_8)).isEqualTo(text);
    }

    static void assertSilent(Socket socket) throws IOException {
        socket.setSoTimeout(NOTHING_MS);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        socket.setSoTimeout(PATIENCE_MS);
    }
}
