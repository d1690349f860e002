package io.zenquery.sync.example.server;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.server.InitialDocuments;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.json.JsonMapper;

/** Starts the server of the task board, on port 8080 of the loopback interface unless told otherwise. */
@SpringBootApplication
public class TaskBoardServerApplication {

    /** The settings of the example. Not in a file: the client's tests have both examples on their class path. */
    public static final Map<String, Object> DEFAULTS = Map.of(
            "spring.application.name",
            "task-board-server",
            "server.address",
            "127.0.0.1",
            "spring.mvc.problemdetails.enabled",
            "true",
            "server.port",
            "8080",
            "spring.datasource.url",
            "jdbc:h2:file:./data/board",
            "zenquery.sync.server.jdbc.initialize-schema",
            "always"); // an H2 file is not "embedded" for Spring Boot

    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(TaskBoardServerApplication.class);
        application.setDefaultProperties(DEFAULTS);
        application.run(args);
    }

    /** What a new board begins with; the locked task can't be renamed, ticked off or removed. */
    @Bean
    InitialDocuments seed(JsonMapper mapper) {
        return channel -> channel.equals(BoardController.CHANNEL)
                ? Map.of(AtomKey.of(TaskHandlers.ATOM), mapper.readTree("""
                        {"items": [
                          {"id": "t-rules", "title": "be kind", "done": false, "locked": true},
                          {"id": "t-plants", "title": "water the plants", "done": false}
                        ]}"""))
                : Map.of();
    }
}
