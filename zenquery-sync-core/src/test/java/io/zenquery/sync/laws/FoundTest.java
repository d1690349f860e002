package io.zenquery.sync.laws;

import static io.zenquery.sync.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.Patch;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What random histories have found, shrunk and named. Each call on {@link Story} checks the laws of one step. */
class FoundTest {
    @Test
    void snapshot_acknowledgedMutationBehindAnUndecidedOne_isTaken() {
        Story story = Story.on("{l:[1]}")
                .register(1, "add /l/1 2")
                .register(2, "add /l/2 3")
                .confirmAt(2, 1)
                .snapshot(1, "{l:[1,3]}");

        assertThat(story.reject(1).view()).isEqualTo(json("{l:[1,3]}"));
    }

    @Test
    void ownDelta_objectInPlaceOfThePredictedList_dropsTheMoveIntoTheList() {
        Story story = Story.on("{l:[],o:{}}")
                .register(1, "add /l/0 []")
                .register(2, "move /o /l/0/0")
                .own(1, 1, 0, "add /l/0 {id:9}");

        assertThat(story.view()).isEqualTo(json("{l:[{id:9}],o:{}}"));
    }

    @Test
    void clientWins_firstOfTwoThatPutBackIsRejected_leavesWhatTheSecondNeeds() {
        Story deltaFirst = Story.on("{o:{a:1}}", ConflictStrategies.CLIENT_WINS)
                .register(1, "replace /o/a 2")
                .register(2, "replace /o/a 3")
                .delta(1, 0, "remove /o")
                .reject(1);
        Story rejectionFirst = Story.on("{o:{a:1}}", ConflictStrategies.CLIENT_WINS)
                .register(1, "replace /o/a 2")
                .register(2, "replace /o/a 3")
                .reject(1)
                .delta(1, 0, "remove /o");

        assertThat(rejectionFirst.view()).isEqualTo(json("{o:{a:3}}"));
        assertThat(deltaFirst.view()).isEqualTo(rejectionFirst.view());
    }

    @Test
    void invert_moveFromInFrontOfTheListElementWhoseMemberItOverwrites_leadsBack() {
        JsonNode document = json("[1,2,{a:3}]");
        List<Patch> move = Snippet.patch("move /0 /1/a");

        JsonNode back = JsonPatch.apply(JsonPatch.apply(document, move), JsonPatch.invert(document, move));

        assertThat(back).isEqualTo(document);
    }

    @Test
    void reject_placeThatALaterInsertWasPutBefore_keepsTheOrderOfTheOthers() {
        Story story = Story.on("{l:[],o:{}}")
                .register(1, "add /l/0 4")
                .register(2, "add /l/0 5")
                .register(3, "add /l/2 7")
                .reject(1)
                .register(4, "add /l/0 13");
        assertThat(story.view()).isEqualTo(json("{l:[13,5,7],o:{}}"));

        assertThat(story.reject(2).view()).isEqualTo(json("{l:[13,7],o:{}}"));
    }

    @Test
    void delta_removesTheElementOfAMoveThatAnInsertWasPutBefore_keepsTheOrderOfTheOthers() {
        Story story = Story.on("{l:[1,3,5],o:{}}")
                .register(1, "move /l/2 /l/0")
                .register(2, "add /l/1 7")
                .register(3, "add /l/0 9");
        assertThat(story.view()).isEqualTo(json("{l:[9,5,7,1,3],o:{}}"));

        assertThat(story.delta(1, 0, "remove /l/2").view()).isEqualTo(json("{l:[9,7,1,3],o:{}}"));
    }

    @Test
    void reject_memberThatALaterMutationWroteToo_leavesItsRemoval() {
        Story story = Story.on("{l:[],o:{a:1}}")
                .register(1, "replace /o/a 2")
                .register(2, "replace /o/a 3")
                .delta(1, 0, "remove /o/a")
                .register(3, "remove /o/a")
                .reject(1);

        assertThat(story.view()).isEqualTo(json("{l:[],o:{}}"));
    }

    @Test
    void delta_removesMemberThatThePendingRemovalHides_doesNotBringItBack() {
        Story story = Story.on("{l:[],o:{}}")
                .register(1, "add /o/c 5")
                .delta(1, 0, "add /o/c 9")
                .register(2, "remove /o/c")
                .delta(2, 1, "remove /o/c");

        assertThat(story.view()).isEqualTo(json("{l:[],o:{}}"));
    }

    @Test
    void reject_whatCoversAnInsert_keepsTheEditsOfWhatItInserted() {
        Story story = Story.on("{l:[],o:{}}")
                .register(1, "remove /o")
                .register(2, "add /l/0 {id:1}; remove /l/0/id")
                .delta(1, 0, "move /l /o/l")
                .reject(1);

        assertThat(story.view()).isEqualTo(json("{o:{l:[{}]}}"));
    }

    @Test
    void reject_whatCoversAMemberThatTheServerRemoved_keepsWhatIsPendingThere() {
        Story story = Story.on("{l:{},o:{b:1}}")
                .register(1, "replace /l 2")
                .register(2, "replace /o/b 3")
                .delta(1, 0, "remove /o/b; move /o /l/o")
                .reject(1);

        assertThat(story.view()).isEqualTo(json("{l:{o:{b:3}}}"));
    }

    @Test
    void fail_deltaAndRejectionOfWhatAnEditStandsIn_giveOneViewInEitherOrder() {
        String first = "replace /o/a [1]";
        String second = "add /o/a/0 []";
        String third = "add /o/a/0/- 2; replace /n 9";
        Story deltaFirst = Story.on("{o:{a:0},n:0}", ConflictStrategies.FAIL)
                .register(1, first)
                .register(2, second)
                .register(3, third)
                .delta(1, 0, "replace /o/a 5")
                .reject(2);
        Story rejectionFirst = Story.on("{o:{a:0},n:0}", ConflictStrategies.FAIL)
                .register(1, first)
                .register(2, second)
                .register(3, third)
                .reject(2)
                .delta(1, 0, "replace /o/a 5");

        assertThat(deltaFirst.view()).isEqualTo(rejectionFirst.view());
    }

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

    /** The second stands on what the first made: it goes with that, and does not take its mutation along. */
    @Test
    void fail_removalOfWhatAnEditOfAnotherMutationStoodIn_dropsThatEditAlone() {
        String first = "add /o/1 {id:3}; move /o/1/id /l/0";
        String second = "move /l/2 /l/-; move /l/0 /l/2";
        Story deltaFirst = Story.on("{l:[{id:0},1],o:{id:2}}", ConflictStrategies.FAIL)
                .register(2, first)
                .register(3, second)
                .delta(1, 0, "move /o /l/0")
                .delta(2, 1, "replace /l/0 8")
                .reject(2);
        Story rejectionFirst = Story.on("{l:[{id:0},1],o:{id:2}}", ConflictStrategies.FAIL)
                .register(2, first)
                .register(3, second)
                .delta(1, 0, "move /o /l/0")
                .reject(2)
                .delta(2, 1, "replace /l/0 8");

        assertThat(deltaFirst.pendingPatches(3)).isEqualTo(rejectionFirst.pendingPatches(3));
    }

    @Test
    void delta_writesAnewAMemberThatWasRemovedWithWhatWasWrittenThere_staysRemoved() {
        Story story = Story.on("{o:{}}")
                .register(1, "add /o/c 5")
                .delta(1, 0, "add /o/c 7")
                .register(2, "remove /o/c")
                .delta(2, 1, "remove /o/c")
                .delta(3, 2, "add /o/c 18");
        assertThat(story.view()).isEqualTo(json("{o:{}}"));

        assertThat(story.own(1, 4, 3, "replace /o/c 5").view()).isEqualTo(json("{o:{}}"));
    }
}
