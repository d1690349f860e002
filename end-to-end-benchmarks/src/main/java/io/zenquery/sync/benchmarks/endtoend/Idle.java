package io.zenquery.sync.benchmarks.endtoend;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A connection that listens to a channel and sends nothing: a socket and no more at this end, so what the heap grows by is the server's. */
final class Idle implements Closeable {
    private static final int MASK = 0x80;
    private static final int FINAL_TEXT = 0x81;
    private static final int SHORT = 126;

    private final Socket socket;

    private Idle(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        write(("GET /zenquery HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Protocol: v12.stomp\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        readUntil("\r\n\r\n");
        send("CONNECT\naccept-version:1.2\nhost:x\nheart-beat:0,0\n\n\0");
        readUntil("\0");
        send("SUBSCRIBE\nid:topic\ndestination:/topic/zenquery.idle-10\n\n\0");
        send("SUBSCRIBE\nid:queue\ndestination:/user/queue/zenquery.idle-10\n\n\0");
        send("SUBSCRIBE\nid:echo\ndestination:/user/queue/echo\n\n\0");
        send("SEND\ndestination:/app/echo\ncontent-type:text/plain\n\nready\0");
        readUntil("ready"); // and so is what was sent before
    }

    /** What the heap grows by for each of so many connections, in bytes. */
    static double bytesPerConnection(int port, int connections) throws IOException {
        List<Idle> open = new ArrayList<>();
        try {
            open.add(new Idle(port)); // what comes with the first is for all
            long before = used();
            for (int i = 0; i < connections; i++) {
                open.add(new Idle(port));
            }
            return (used() - before) / (double) connections;
        } finally {
            for (Idle each : open) {
                each.close();
            }
        }
    }

    private static long used() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** One short text message, masked with zeros (RFC 6455, section 5.3). */
    private void send(String text) throws IOException {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        if (payload.length >= SHORT) {
            throw new IllegalArgumentException("expected a text below " + SHORT + " bytes, got " + payload.length);
        }
        byte[] message = new byte[6 + payload.length];
        message[0] = (byte) FINAL_TEXT;
        message[1] = (byte) (MASK | payload.length);
        System.arraycopy(payload, 0, message, 6, payload.length);
        write(message);
    }

    private void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    private void readUntil(String end) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        StringBuilder tail = new StringBuilder();
        while (tail.indexOf(end) < 0) {
            tail.append((char) in.readByte());
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
