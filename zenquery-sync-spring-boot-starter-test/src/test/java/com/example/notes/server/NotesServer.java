package com.example.notes.server;

import io.zenquery.sync.atom.Draft;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.server.InitialDocuments;
import io.zenquery.sync.server.RejectMutationException;
import io.zenquery.sync.server.annotation.MutationHandler;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

@SpringBootApplication
public class NotesServer {
    public static void main(String[] args) {
        SpringApplication.run(NotesServer.class, args);
    }

    record Write(String text) {}

    @MutationHandler("note.write")
    void write(Write input, Draft draft) {
        if (input.text().isBlank()) {
            throw new RejectMutationException("note-empty", "a note needs a text");
        }
        draft.atom("notes").add("/-", input.text());
    }

    @Bean
    InitialDocuments emptyNotes() {
        return channel -> Map.of(AtomKey.of("notes"), Json.array(List.of()));
    }
}
