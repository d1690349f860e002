package io.zenquery.sync.integration;

import io.zenquery.sync.atom.Draft;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.server.InitialDocuments;
import io.zenquery.sync.server.annotation.MutationHandler;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server that counts, for each client and in all, how many mutations it has executed, and how many came out of order. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class CounterNode {
    static final String CHANNEL = "counters";
    static final String ATOM = "counters";
    static final String COUNT = "count";

    /** What a client says: the mutation is its {@code n}-th. */
    record Count(String client, long n) {}

    public static void main(String[] args) {
        SpringApplication.run(CounterNode.class, args);
    }

    @Bean
    InitialDocuments initialDocuments() {
        return channel ->
                Map.of(AtomKey.of(ATOM), JsonMapper.shared().readTree("{\"total\":0,\"disorder\":0,\"last\":{}}"));
    }

    @Bean
    Counters counters() {
        return new Counters();
    }

    static final class Counters {

        @MutationHandler(COUNT)
        void count(Count count, Draft draft) {
            Draft.Atom atom = draft.atom(ATOM);
            JsonNode counters = atom.document();
            long last = counters.path("last").path(count.client()).asLong(0);
            atom.replace("/total", counters.path("total").asLong() + 1).add("/last/" + count.client(), count.n());
            if (count.n() != last + 1) {
                atom.replace("/disorder", counters.path("disorder").asLong() + 1);
            }
        }
    }
}
