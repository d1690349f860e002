package io.zenquery.sync.integration;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Hands each connection to the next server, in turn, or to the one after it if that does not answer. */
final class LoadBalancer implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger next = new AtomicInteger();
    private final List<Integer> servers;

    LoadBalancer(List<Integer> servers) throws IOException {
        this.servers = servers;
        threads.execute(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void accept() {
        try {
            while (!socket.isClosed()) {
                Socket client = socket.accept();
                open.add(client);
                threads.execute(() -> connect(client));
            }
        } catch (IOException e) {
            if (!socket.isClosed()) {
                throw new IllegalStateException("expected to accept connections", e);
            }
        }
    }

    private void connect(Socket client) {
        for (int tried = 0; tried < servers.size(); tried++) {
            int server = servers.get(Math.floorMod(next.getAndIncrement(), servers.size()));
            try {
                Socket chosen = new Socket(InetAddress.getLoopbackAddress(), server);
                open.add(chosen);
                chosen.setTcpNoDelay(true);
                client.setTcpNoDelay(true);
                threads.execute(() -> pump(chosen, client));
                pump(client, chosen);
                return;
            } catch (IOException nobodyThere) {
                // the next one may answer
            }
        }
        close(client);
    }

    /** Until one side ends; then both do. */
    private void pump(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException broken) {
            // as a server that was killed breaks it
        } finally {
            close(from);
            close(to);
        }
    }

    private void close(Socket one) {
        open.remove(one);
        try {
            one.close();
        } catch (IOException e) {
            throw new IllegalStateException("expected to close a socket", e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        Set.copyOf(open).forEach(this::close);
        threads.shutdownNow();
    }
}
