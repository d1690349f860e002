package io.zenquery.sync.example.client;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts one client of the task board. */
@SpringBootApplication
public class TaskBoardClientApplication {

    public static void main(String[] args) {
        SpringApplication.run(TaskBoardClientApplication.class, args);
    }
}
