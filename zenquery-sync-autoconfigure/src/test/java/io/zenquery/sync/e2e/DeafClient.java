package io.zenquery.sync.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A subscriber on a socket of its own, which stops reading as soon as it is welcome, and stays connected. */
final class DeafClient implements AutoCloseable {
    private static final int SMALL = 4 * 1024;

    private final Socket socket = new Socket();

    DeafClient(int port, String channel, String clientId) throws IOException {
        socket.setReceiveBufferSize(SMALL);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        write(("GET /zenquery HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Protocol: v12.stomp\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        frame("CONNECT\naccept-version:1.2\nhost:localhost\nheart-beat:0,0\n\n");
        frame("SUBSCRIBE\nid:0\ndestination:/topic/zenquery." + channel + "\n\n");
        frame("SUBSCRIBE\nid:1\ndestination:/user/queue/zenquery." + channel + "\n\n");
        frame("SEND\ndestination:/app/zenquery/" + channel + "/resume\ncontent-type:application/json\n\n"
                + "{\"type\":\"resume\",\"protocol\":\"zenquery.v1\",\"clientId\":\"" + clientId
                + "\",\"clientEpoch\":\"1\",\"confirmedServerSeq\":0}");
        readUntil("\"type\":\"snapshot\"");
    }

    /** A text frame of WebSocket, with the mask 0, which changes nothing. */
    private void frame(String stomp) throws IOException {
        byte[] body = (stomp + "\0").getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(0x81);
        if (body.length < 126) {
            frame.write(0x80 | body.length);
        } else {
            frame.write(0x80 | 126);
            frame.write(body.length >> 8);
            frame.write(body.length & 0xff);
        }
        frame.writeBytes(new byte[4]);
        frame.writeBytes(body);
        write(frame.toByteArray());
    }

    private void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    private void readUntil(String text) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder seen = new StringBuilder();
        while (seen.indexOf(text) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("expected " + text + ", got the end after " + seen);
            }
            seen.append((char) next);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
