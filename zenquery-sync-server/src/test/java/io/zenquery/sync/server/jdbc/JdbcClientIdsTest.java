package io.zenquery.sync.server.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.server.ClientIds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JdbcClientIdsTest {

    static List<DataSource> databases() {
        return List.of(Databases.h2(), Databases.postgres());
    }

    private final String channel = UUID.randomUUID().toString();

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void claim_again_staysWithTheFirst(DataSource database) {
        ClientIds ids = new JdbcClientIds(database);
        assertThat(ids.holder(channel, "c")).isNull();

        assertThat(ids.claim(channel, "c", "ann")).isEqualTo("ann");

        assertThat(ids.claim(channel, "c", "bob")).isEqualTo("ann");
        assertThat(new JdbcClientIds(database).holder(channel, "c")).isEqualTo("ann");
        assertThat(ids.claim(channel, "d", "bob")).isEqualTo("bob");
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void claim_byManyAtOnce_allHearTheSame(DataSource database) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<String>> claims = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String principal = "p" + i;
                claims.add(threads.submit(() -> new JdbcClientIds(database).claim(channel, "c", principal)));
            }
            HashSet<String> holders = new HashSet<>();
            for (Future<String> claim : claims) {
                holders.add(claim.get(30, TimeUnit.SECONDS));
            }
            assertThat(holders).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }
}
