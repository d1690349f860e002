package io.zenquery.sync.laws;

import static io.zenquery.sync.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.conflict.ConflictStrategies;
import org.junit.jupiter.api.Test;

/** What {@code client-wins} and {@code last-write-wins} put back: found by random histories, and named. */
class PutBackTest {
    @Test
    void clientWins_memberReplacedAfterAPutBack_keepsTheView() {
        Story.on("{l:[100],o:{a:[101,102],c:103,id:104},a:105}", ConflictStrategies.CLIENT_WINS)
                .register(2, "move /o/a/0 /l/1; move /l/1 /o/a/0")
                .register(3, "add /o/a/0 [108,109]")
                .delta(2, 0, "move /o/a/0 /o/a")
                .own(2, 4, 2, "replace /o/a [101,102]; move /o/a/0 /o/a/0")
                .confirmAt(3, 5)
                .delta(10, 4, "add /o/a 130");
    }

    /** The move has found its list covered, and has no effect; still the view shows what it asked for before the first comes true. */
    @Test
    void clientWins_whatAPutBackHadGivenWayToComesTrue_keepsTheView() {
        Story story = Story.on("{l:1,o:{c:[3,4]}}", ConflictStrategies.CLIENT_WINS)
                .register(1, "replace /o/c [7]")
                .register(2, "move /l /o/c/-")
                .delta(1, 0, "move /l /o/c/0")
                .delta(2, 1, "replace /o/c []")
                .own(1, 3, 2, "replace /o/c [7]");

        assertThat(story.view()).isEqualTo(json("{o:{c:[7]}}"));
    }

    @Test
    void lastWriteWins_ownDeltaTakesAnEditForGoodThatHadAskedForMore_keepsTheView() {
        Story.on("{l:[{a:100,b:101,id:102},103,104],o:{a:105,b:[106,107],id:108}}", ConflictStrategies.LAST_WRITE_WINS)
                .delta(1, 0, "remove /o/b/0; move /l/0/b /l/3")
                .register(1, "move /l/3 /o/a")
                .withdraw(1)
                .register(2, "move /l/2 /o/b/0")
                .register(3, "add /l/0 113")
                .register(4, "move /o/b /l/1/1")
                .register(5, "remove /l/0")
                .reject(5)
                .register(7, "move /l/1/1/0 /o/1")
                .register(8, "add /l/0 119; copy /l/2/1/0 /o/b")
                .rejectAt(2, 1)
                .register(9, "move /l/2/1/0 /l/2/1", 2)
                .own(3, 2, 1, "replace /o/a 115")
                .own(4, 4, 2, "add /o/1 120")
                .delta(7, 4, "remove /l/0", 0)
                .withoutEffect(7, 7)
                .confirmAt(8, 8)
                .delta(8, 7, "add /l/0 119; replace /o/b 107");
    }

    @Test
    void clientWins_testOfAMutationOutOfTheView_isJudgedWhenAllIsPutBack() {
        Story.on("{l:[{a:100,id:101}],o:{id:102},a:103}", ConflictStrategies.CLIENT_WINS)
                .register(2, "move /l/0 /o/1")
                .delta(1, 0, "add /l/1 106")
                .reject(2)
                .delta(2, 1, "add /o/1 108")
                .delta(3, 2, "add /o/c []")
                .delta(4, 3, "add /l/2 115")
                .register(4, "remove /l/0")
                .delta(5, 4, "remove /o/1; remove /o/id")
                .register(5, "add /l/0 117")
                .register(6, "add /l/1 118")
                .register(7, "move /o /l/3; add /l/3/b 119")
                .reject(4)
                .register(8, "remove /l/1")
                .delta(7, 5, "add /o/c/0 120; replace /l/1 {id:121}")
                .register(9, "move /l/4 /l/3/c/1")
                .own(5, 8, 7, "add /l/0 117")
                .register(10, "remove /l/0; add /l/2/c/0 122; test /l/2 {b:119,c:[122,120,115]}")
                .own(7, 10, 8, "add /l/2/c 129")
                .delta(11, 10, "remove /l; remove /o/c/0");
    }

    @Test
    void lastWriteWins_serverIsLaterThanOneOfTwoThatPutBack_keepsWhatTheOtherNeeds() {
        Story story = Story.on("{o:{a:1,b:1}}", ConflictStrategies.LAST_WRITE_WINS)
                .register(1, "replace /o/a 2", 1)
                .register(2, "replace /o/b 3", 5)
                .delta(1, 0, "remove /o", 3);
        assertThat(story.view()).isEqualTo(json("{o:{a:1,b:3}}"));

        assertThat(story.reject(2).view()).isEqualTo(json("{}"));
    }

    @Test
    void clientWins_whatWasPutBackIsTakenOverAndRemovedAgain_isPutBackAsItWasThen() {
        Story story = Story.on("{o:{a:1,b:1}}", ConflictStrategies.CLIENT_WINS)
                .register(1, "replace /o/a 2")
                .register(2, "replace /o/b 3")
                .delta(1, 0, "remove /o")
                .own(1, 2, 1, "add /o {a:1,b:1}; replace /o/a 2")
                .delta(3, 2, "remove /o");

        assertThat(story.view()).isEqualTo(json("{o:{a:2,b:3}}"));
        assertThat(story.reject(2).view()).isEqualTo(json("{}"));
    }

    @Test
    void clientWins_editThatCameAfterThePutBack_goesWithIt() {
        Story story = Story.on("{o:{a:1}}", ConflictStrategies.CLIENT_WINS)
                .register(1, "replace /o/a 2")
                .delta(1, 0, "remove /o")
                .register(2, "add /o/b 3");
        assertThat(story.view()).isEqualTo(json("{o:{a:2,b:3}}"));

        assertThat(story.reject(1).view()).isEqualTo(json("{}"));
    }

    /** The removal was there first: the last mutation, which the server's move had brought into the list, does not bring the list back. */
    @Test
    void clientWins_whatAPendingRemovalHidIsRemoved_staysHidden() {
        Story story = Story.on("{l:[100],o:{id:105}}", ConflictStrategies.CLIENT_WINS)
                .register(1, "replace /o/id 106")
                .register(2, "remove /l")
                .register(3, "copy /o /o/b")
                .delta(1, 0, "move /o /l/1")
                .delta(2, 1, "remove /l");
        assertThat(story.view()).isEqualTo(json("{}"));

        assertThat(story.reject(2).view()).isEqualTo(json("{l:[100,{id:106,b:{id:106}}]}"));
    }

    /** A removal in a list that nobody has put back yet does nothing, and what a later mutation puts back is as the server removed it. */
    @Test
    void clientWins_removalBeforeThePutBack_isAbsorbed() {
        Story story = Story.on("{l:[100,{id:101}]}", ConflictStrategies.CLIENT_WINS)
                .register(4, "test /l/1/id 101; replace /l/1 109")
                .register(10, "remove /l/1")
                .register(11, "add /l/1 110")
                .delta(1, 0, "remove /l");

        assertThat(story.view()).isEqualTo(json("{l:[100,110,{id:101}]}"));
    }

    /** What the first has put back is the server's now; that the server's next own delta removes it takes the last along. */
    @Test
    void clientWins_whatWasPutBackIsRemovedByAnOwnDeltaThatWasNotPredicted_isGone() {
        Story story = Story.on("{o:{c:102,b:103}}", ConflictStrategies.CLIENT_WINS)
                .register(1, "copy /o/b /o/c")
                .register(3, "replace /o/b 108")
                .register(4, "add /o/1 [109]")
                .delta(5, 0, "remove /o")
                .own(1, 6, 5, "add /o {c:102,b:103}; add /o/c 103")
                .own(3, 7, 6, "remove /o");

        assertThat(story.view()).isEqualTo(json("{}"));
    }
}
