package io.zenquery.sync.test.sample;

import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
class TaskApplication {}
