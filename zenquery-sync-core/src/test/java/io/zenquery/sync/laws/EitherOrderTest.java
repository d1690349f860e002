package io.zenquery.sync.laws;

import static io.zenquery.sync.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.conflict.ConflictStrategies;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A verdict and a delta, or two verdicts, that random histories have found not to commute: shrunk, named, and with the outcome decided. */
class EitherOrderTest {
    @Test
    void fail_editOnWhatARejectedMutationMadeMeetsTheServer_goesAloneAndItsMutationIsBack() {
        JsonNode view = inEitherOrder(
                () -> Story.on("{o:{id:103}}", ConflictStrategies.FAIL)
                        .register(3, "add /o/a 106")
                        .delta(1, 0, "add /o/c 104; add /o/1 105")
                        .register(5, "move /o/a /o/c; move /o/c /o/b; replace /o/1 107"),
                story -> story.reject(3),
                story -> story.delta(2, 1, "move /o/c /o/b"));

        assertThat(view).isEqualTo(json("{o:{id:103,'1':107,b:104}}"));
    }

    @Test
    void fail_removalOfWhatARejectedMutationMadeMeetsTheServer_goesAloneAndItsMutationIsBack() {
        JsonNode view = inEitherOrder(
                () -> Story.on("{o:{id:104}}", ConflictStrategies.FAIL)
                        .register(4, "add /a 108")
                        .register(5, "remove /a; add /1 112"),
                story -> story.confirm(4),
                story -> story.delta(3, 0, "add /a 113"));

        assertThat(view).isEqualTo(json("{o:{id:104},'1':112,a:113}"));
    }

    /** Of a move the server removes what it moves, and a rejection what it moves it into. */
    @Test
    void fail_moveLosesBothOfItsEnds_goesAloneAndItsMutationIsBack() {
        JsonNode view = inEitherOrder(
                () -> Story.on("{l:[{id:103}],o:{c:104}}", ConflictStrategies.FAIL)
                        .register(6, "add /l/0 {id:113}")
                        .register(7, "replace /l/1/id 117; move /o /l/0/1"),
                story -> story.withdraw(6),
                story -> story.delta(6, 0, "remove /o"));

        assertThat(view).isEqualTo(json("{l:[{id:117}]}"));
    }

    @Test
    void fail_moveIntoWhatTheServerReplacedOfWhatARejectedMutationMade_goesAloneAndItsMutationIsBack() {
        JsonNode view = inEitherOrder(
                () -> Story.on("{l:[101,102],o:{c:[null,103,104]}}", ConflictStrategies.FAIL)
                        .register(1, "add /o/1 {id:107}; move /o /l/1")
                        .register(2, "move /l/1/1 /l/1/c/3; copy /l/1/c/2 /l/1"),
                story -> story.withoutEffect(1, 0),
                story -> story.delta(1, 0, "replace /o 110"));

        assertThat(view).isEqualTo(json("{l:[101,104,102],o:110}"));
    }

    /** The second removal means what 5 made, and nothing that was there before. */
    @Test
    void removals_eachOfWhatAnotherMutationMadeUnderOneName_takeNothingElse() {
        JsonNode view = inEitherOrder(
                () -> Story.on("{o:{}}")
                        .register(2, "add /b 104")
                        .register(3, "remove /b")
                        .register(5, "add /b 114")
                        .register(6, "remove /b"),
                story -> story.confirm(5),
                story -> story.withdraw(3));

        assertThat(view).isEqualTo(json("{o:{},b:104}"));
    }

    @Test
    void clientWins_whatAnEarlierEditHasPutBack_aLaterRemovalTakes() {
        JsonNode view = inEitherOrder(
                () -> Story.on("{l:[],o:{id:100}}", ConflictStrategies.CLIENT_WINS)
                        .register(1, "move /o /l/0")
                        .register(3, "replace /l 106")
                        .register(4, "remove /l"),
                story -> story.withoutEffect(3, 0),
                story -> story.delta(1, 0, "remove /l"));

        assertThat(view).isEqualTo(json("{}"));
    }

    /** The third put back its own list, so it does not go with the first. */
    @Test
    void clientWins_firstOfThreeThatNeedWhatWasReplacedGoes_theOthersHaveIt() {
        JsonNode view = inEitherOrder(
                () -> Story.on("{l:[100]}", ConflictStrategies.CLIENT_WINS)
                        .register(1, "add /l/1 105")
                        .register(2, "add /l/2 106")
                        .register(4, "add /l/1 [109]"),
                story -> story.reject(1),
                story -> story.delta(3, 0, "replace /l [110,111]"));

        assertThat(view).isEqualTo(json("{l:[100,[109],106]}"));
    }

    @Test
    void move_isACycleUntilTheServerMovesItsTargetOut_isCarriedOutThen() {
        Supplier<Story> history = () -> Story.on("{a:{x:{}},b:{}}").register(1, "move /b /a/x/b");

        assertThat(history.get().delta(1, 0, "move /a /b/a").view()).isEqualTo(json("{b:{a:{x:{}}}}"));
        assertThat(history.get()
                        .delta(1, 0, "move /a /b/a")
                        .delta(2, 1, "move /b/a/x /x")
                        .view())
                .isEqualTo(json("{x:{b:{a:{}}}}"));
    }

    private static JsonNode inEitherOrder(
            Supplier<Story> history, UnaryOperator<Story> verdict, UnaryOperator<Story> other) {
        Story one = other.apply(verdict.apply(history.get()));
        Story two = verdict.apply(other.apply(history.get()));

        assertThat(two.view()).isEqualTo(one.view());
        assertThat(two.coordinator.getPendingPatches()).isEqualTo(one.coordinator.getPendingPatches());
        return one.view();
    }
}
