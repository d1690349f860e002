package com.example.notes.client;

import static io.zenquery.sync.test.assertj.SyncAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.example.notes.server.NotesServer;
import io.zenquery.sync.server.SyncServer;
import io.zenquery.sync.spring.SyncOperations;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The two applications of docs/getting-started.md, each with its own configuration file, over a real socket. */
class NotesTest {

    @Test
    void client_writesToServer_asThePageSays() {
        try (ConfigurableApplicationContext server =
                run(NotesServer.class, WebApplicationType.SERVLET, "server", "--server.port=0")) {
            String port = server.getEnvironment().getRequiredProperty("local.server.port");
            try (ConfigurableApplicationContext client = run(
                    NotesClient.class,
                    WebApplicationType.NONE,
                    "client",
                    "--zenquery.sync.url=ws://127.0.0.1:" + port + "/zenquery")) {
                SyncOperations sync = client.getBean(SyncOperations.class);
                String hello = "[\"hello from " + sync.clientId() + "\"]";
                assertThat(sync).eventuallyConfirms("notes", hello).eventuallyIsInStep();

                client.getBean(NotesClient.class).write(" ");
                assertThat(sync).eventuallyHasFailed("note-empty").eventuallyViews("notes", hello);
                assertThat(server.getBean(SyncServer.class)
                                .state("notes")
                                .documents()
                                .toString())
                        .contains(sync.clientId());
            }
        }
    }

    private static ConfigurableApplicationContext run(
            Class<?> application, WebApplicationType type, String side, String option) {
        return new SpringApplicationBuilder(application)
                .web(type)
                .run("--spring.config.location=classpath:/getting-started/" + side + "/", option);
    }
}
