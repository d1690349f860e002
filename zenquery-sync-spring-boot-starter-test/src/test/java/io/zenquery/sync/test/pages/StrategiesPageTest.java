package io.zenquery.sync.test.pages;

import static io.zenquery.sync.test.assertj.SyncAssertions.assertThat;

import io.zenquery.sync.atom.Draft;
import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.spring.SyncOperations;
import io.zenquery.sync.test.autoconfigure.SyncTest;
import io.zenquery.sync.test.memory.InMemorySync;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What docs/strategies.md says of the end: the server has what the pictures show. Each strategy has an atom of its name. */
@SyncTest(
        channel = "shop",
        properties = {
            "zenquery.sync.conflict.atoms.server-wins=server-wins",
            "zenquery.sync.conflict.atoms.client-wins=client-wins",
            "zenquery.sync.conflict.atoms.last-write-wins=last-write-wins",
            "zenquery.sync.conflict.atoms.fail=fail"
        })
class StrategiesPageTest {
    @Autowired
    SyncOperations sync;

    @Autowired
    InMemorySync server;

    @ParameterizedTest
    @CsvSource({
        "rebase,          oat milk bread eggs",
        "server-wins,     soy milk bread eggs",
        "client-wins,     oat milk bread eggs",
        "last-write-wins, soy milk bread eggs", // the server was later
        "fail,            soy milk bread",
    })
    void samePlaceWrittenWhileOffline_endsAsThePictureShows(String strategy, String end) {
        Consumer<Draft.Atom> yours = list -> list.replace("/0/title", "oat milk");
        Consumer<Draft.Atom> servers = list -> list.replace("/0/title", "soy milk");
        assertEnds(strategy, yours, servers, end);
    }

    @ParameterizedTest
    @CsvSource({
        "rebase,          bread eggs",
        "server-wins,     bread eggs",
        "client-wins,     oat milk bread eggs",
        "last-write-wins, bread eggs",
        "fail,            bread",
    })
    void placeRemovedWhileOffline_endsAsThePictureShows(String strategy, String end) {
        Consumer<Draft.Atom> yours = list -> list.replace("/0/title", "oat milk");
        Consumer<Draft.Atom> servers = list -> list.remove("/0");
        assertEnds(strategy, yours, servers, end);
    }

    @ParameterizedTest
    @CsvSource({
        "rebase,          bread eggs",
        "server-wins,     soy milk bread eggs",
        "client-wins,     bread eggs",
        "last-write-wins, soy milk bread eggs",
        "fail,            soy milk bread",
    })
    void removedWhileOfflineAndWrittenByTheServer_endsAsThePictureShows(String strategy, String end) {
        Consumer<Draft.Atom> yours = list -> list.remove("/0");
        Consumer<Draft.Atom> servers = list -> list.replace("/0/title", "soy milk");
        assertEnds(strategy, yours, servers, end);
    }

    private void assertEnds(String strategy, Consumer<Draft.Atom> yours, Consumer<Draft.Atom> servers, String end) {
        assertThat(sync).eventuallyIsInStep().views(strategy, list("milk bread"));
        server.goOffline();
        assertThat(sync).eventuallyIsInState(SessionState.CONNECTING);
        sync.mutate(draft -> {
            yours.accept(draft.atom(strategy));
            draft.atom(strategy).add("/-", Map.of("title", "eggs"));
        });
        server.change(draft -> servers.accept(draft.atom(strategy)));

        server.goOnline();
        assertThat(sync)
                .eventuallyIsInStep()
                .eventuallyConfirms(strategy, list(end))
                .views(strategy, list(end));
        if (strategy.equals("fail")) {
            assertThat(sync).eventuallyHasFailed("collision");
        } else {
            assertThat(sync).hasNoFailed();
        }
    }

    private static String list(String titles) {
        return Arrays.stream(titles.replace("oat milk", "oat_milk")
                        .replace("soy milk", "soy_milk")
                        .split(" "))
                .map(title -> "{\"title\":\"" + title.replace('_', ' ') + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }
}
