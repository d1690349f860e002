package com.example.notes.client;

import io.zenquery.sync.session.MutationReceipt;
import io.zenquery.sync.spring.SyncOperations;
import io.zenquery.sync.spring.event.MutationRejectedEvent;
import io.zenquery.sync.spring.event.SyncConnectedEvent;
import io.zenquery.sync.spring.event.ViewChangedEvent;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.event.EventListener;

@SpringBootApplication
public class NotesClient {
    private final SyncOperations sync;

    NotesClient(SyncOperations sync) {
        this.sync = sync;
    }

    public static void main(String[] args) {
        SpringApplication.run(NotesClient.class, args);
    }

    MutationReceipt write(String text) {
        return sync.mutate(
                "note.write", Map.of("text", text), draft -> draft.atom("notes").add("/-", text));
    }

    @EventListener
    void on(SyncConnectedEvent event) {
        write("hello from " + sync.clientId());
    }

    @EventListener
    void on(ViewChangedEvent event) {
        System.out.println("notes: " + sync.view("notes"));
    }

    @EventListener
    void on(MutationRejectedEvent event) {
        System.out.println("rolled back: " + event.code() + ", " + event.message());
    }
}
