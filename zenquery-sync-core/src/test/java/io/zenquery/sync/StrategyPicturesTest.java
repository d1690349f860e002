package io.zenquery.sync;

import static io.zenquery.sync.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.StrategyPicture.Chip;
import io.zenquery.sync.StrategyPicture.Look;
import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.overlay.Collision;
import io.zenquery.sync.overlay.Resolution;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import tools.jackson.databind.JsonNode;

/** The pictures of docs/strategies.md: a coordinator carries out each case under each strategy, and what comes of it is drawn. */
class StrategyPicturesTest {
    private static final String BEFORE = "[{id:'a',title:'milk'},{id:'b',title:'bread'}]";
    private static final Instant SERVER_STAMP = Instant.parse("2026-01-01T12:00:00Z");
    private static final String COMMAND =
            "mvn -pl zenquery-sync-core test -Dtest=StrategyPicturesTest -Dzenquery.docs.write=true";

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // file | title | what you write | what the server writes
                "same-place    | You and the server write the same place      | [{op:'replace',path:'/0/title',value:'oat milk'},{op:'add',path:'/-',value:{id:'c',title:'eggs'}}] | [{op:'replace',path:'/0/title',value:'soy milk'}]",
                "place-removed | The server removes what you write in         | [{op:'replace',path:'/0/title',value:'oat milk'},{op:'add',path:'/-',value:{id:'c',title:'eggs'}}] | [{op:'remove',path:'/0'}]",
                "you-delete    | You remove what the server writes in         | [{op:'remove',path:'/0'},{op:'add',path:'/-',value:{id:'c',title:'eggs'}}] | [{op:'replace',path:'/0/title',value:'soy milk'}]",
            })
    void picture_isWhatACoordinatorDoes(String file, String title, String yours, String servers) throws Exception {
        StrategyPicture picture = new StrategyPicture()
                .situation("before", chips(json(BEFORE), Map.of(), Map.of()))
                .situation("you write", changed(yours, Look.YOURS))
                .situation("the server writes", changed(servers, Look.SERVER))
                .header();
        for (ConflictStrategies strategy : ConflictStrategies.values()) {
            if (strategy == ConflictStrategies.LAST_WRITE_WINS) {
                outcome(picture, strategy, ", you earlier", -1, yours, servers);
                outcome(picture, strategy, ", you later", 1, yours, servers);
            } else {
                outcome(picture, strategy, "", 0, yours, servers);
            }
        }
        check("strategy-" + file + ".svg", picture.svg(title));
    }

    private static void outcome(
            StrategyPicture picture,
            ConflictStrategies strategy,
            String when,
            int later,
            String yours,
            String servers) {
        Map<String, String> mine = titles(after(yours));
        Map<String, String> theirs = titles(after(servers));
        Board board = new Board(BEFORE).with(strategy);
        long number = board.mutate(yours, SERVER_STAMP.plusSeconds(later));
        board.delta(servers, SERVER_STAMP);
        assertThat(board.conflicts).hasSize(1);
        List<Chip> view = chips(board.view(), mine, theirs);
        board.coordinator.rejectMutation(number, null);
        picture.strategy(
                strategy.id() + when, becomes(board.conflicts.get(0)), view, chips(board.view(), mine, theirs));
    }

    private static String becomes(Resolution resolution) {
        return switch (resolution.decision()) {
            case KEEP ->
                resolution.collision().kind() == Collision.Kind.REMOVED ? "lost with its place" : "kept, on top";
            case DROP -> "dropped";
            case RESTORE -> "kept, its place put back";
            case HIDE -> "hidden, and all it came with";
        };
    }

    private static JsonNode after(String patch) {
        return new Board(BEFORE).delta(patch).view();
    }

    /** The list before, with what somebody has changed, also what is gone. */
    private static List<Chip> changed(String patch, Look whose) {
        Map<String, String> after = titles(after(patch));
        List<Chip> chips = new ArrayList<>();
        Map<String, String> before = titles(json(BEFORE));
        before.forEach((id, title) -> {
            if (!after.containsKey(id)) {
                chips.add(new Chip(title, Look.GONE));
            } else {
                chips.add(new Chip(after.get(id), after.get(id).equals(title) ? Look.PLAIN : whose));
            }
        });
        after.forEach((id, title) -> {
            if (!before.containsKey(id)) {
                chips.add(new Chip(title, whose));
            }
        });
        return chips;
    }

    private static List<Chip> chips(JsonNode list, Map<String, String> mine, Map<String, String> theirs) {
        Map<String, String> before = titles(json(BEFORE));
        List<Chip> chips = new ArrayList<>();
        titles(list).forEach((id, title) -> {
            Look changed = title.equals(theirs.get(id)) ? Look.SERVER : title.equals(mine.get(id)) ? Look.YOURS : null;
            chips.add(new Chip(title, title.equals(before.get(id)) || changed == null ? Look.PLAIN : changed));
        });
        return chips;
    }

    private static Map<String, String> titles(JsonNode list) {
        Map<String, String> titles = new LinkedHashMap<>();
        list.forEach(item ->
                titles.put(item.get("id").stringValue(), item.get("title").stringValue()));
        return titles;
    }

    private static void check(String name, String svg) throws Exception {
        Path file = Path.of("..", "docs", "images", name);
        if (Boolean.getBoolean("zenquery.docs.write")) {
            Files.writeString(file, svg);
        }
        assertThat(file).exists();
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        assertThat(document.getElementsByTagName("title").getLength()).isOne();
        assertThat(Files.readString(file))
                .as("docs/images/%s as a coordinator does it. To draw it anew: %s", name, COMMAND)
                .isEqualTo(svg);
    }
}
