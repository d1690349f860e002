package io.zenquery.sync.browser;

import io.zenquery.sync.example.client.TaskBoardClientApplication;
import io.zenquery.sync.example.server.TaskBoardServerApplication;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The example server and its clients, on free ports of the loopback interface. */
final class Examples implements AutoCloseable {
    private final Deque<ConfigurableApplicationContext> started = new ArrayDeque<>();
    private final Path directory;
    private final int serverPort;

    /** Starts the server. */
    Examples(Path directory) {
        this.directory = directory;
        Map<String, Object> settings = new LinkedHashMap<>(TaskBoardServerApplication.DEFAULTS);
        settings.put("server.port", 0);
        settings.put("spring.datasource.url", "jdbc:h2:mem:" + directory.getFileName());
        settings.put("zenquery.sync.enabled", false);
        this.serverPort = run(TaskBoardServerApplication.class, settings);
    }

    String server() {
        return address(serverPort);
    }

    /** Starts a client of that name, and returns its address. */
    String client(String name) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("server.port", 0);
        settings.put("zenquery.sync.url", "ws://127.0.0.1:" + serverPort + "/zenquery");
        settings.put("zenquery.sync.client-id", name);
        settings.put("zenquery.sync.outbox.path", directory.resolve(name + ".outbox"));
        settings.put("zenquery.sync.server.enabled", false);
        return address(run(TaskBoardClientApplication.class, settings));
    }

    /** As arguments, since the client's application.yml is on the class path for both. */
    private int run(Class<?> application, Map<String, Object> settings) {
        ConfigurableApplicationContext context = new SpringApplicationBuilder(application)
                .run(settings.entrySet().stream()
                        .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                        .toArray(String[]::new));
        started.push(context);
        return ((WebServerApplicationContext) context).getWebServer().getPort();
    }

    private static String address(int port) {
        return "http://127.0.0.1:" + port;
    }

    /** Stops the clients, then the server. */
    @Override
    public void close() {
        started.forEach(ConfigurableApplicationContext::close);
    }
}
