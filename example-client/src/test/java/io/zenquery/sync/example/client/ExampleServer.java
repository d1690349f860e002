package io.zenquery.sync.example.client;

import io.zenquery.sync.example.server.TaskBoardServerApplication;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The real server of the task board, on a free port, with its board in memory. */
final class ExampleServer implements AutoCloseable {
    private final ConfigurableApplicationContext context;

    ExampleServer() {
        Map<String, Object> settings = new HashMap<>(TaskBoardServerApplication.DEFAULTS);
        settings.put("server.port", 0);
        settings.put("spring.datasource.url", "jdbc:h2:mem:" + UUID.randomUUID());
        settings.put("zenquery.sync.enabled", false);
        // As arguments, since defaults give way to the client's application.yml, which both applications see here.
        context = new SpringApplicationBuilder(TaskBoardServerApplication.class)
                .run(settings.entrySet().stream()
                        .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                        .toArray(String[]::new));
    }

    int port() {
        return ((WebServerApplicationContext) context).getWebServer().getPort();
    }

    @Override
    public void close() {
        context.close();
    }
}
