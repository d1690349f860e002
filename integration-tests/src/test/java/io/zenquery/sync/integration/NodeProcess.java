package io.zenquery.sync.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A server as a process of its own, which can be killed and started again on the same port. */
final class NodeProcess implements AutoCloseable {
    private static final long NANOS_TO_START = TimeUnit.SECONDS.toNanos(90);

    private final List<String> command;
    private final File log;
    private final int port;
    private Process process;

    NodeProcess(Class<?> main, Path logs, String... options) throws IOException {
        this.port = freePort();
        this.log = logs.resolve("node-" + port + ".log").toFile();
        this.command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                "--server.address=127.0.0.1",
                "--server.port=" + port));
        command.addAll(List.of(options));
        this.process = start();
    }

    private Process start() throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }

    int port() {
        return port;
    }

    /** As {@code kill -9} does. */
    void kill() {
        process.destroyForcibly();
        process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }

    void restart() throws IOException {
        process = start();
    }

    void awaitUp() {
        long until = System.nanoTime() + NANOS_TO_START;
        while (!listens(port)) {
            assertThat(process.isAlive()).as("the node lives, see " + log).isTrue();
            assertThat(System.nanoTime()).as("the node listens, see " + log).isLessThan(until);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
