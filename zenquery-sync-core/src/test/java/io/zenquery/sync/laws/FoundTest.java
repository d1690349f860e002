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

    @Test
    void reject_whatARemovalTookForWhatItMeant_showsWhatTheServerHasThere() {
        Story story = Story.on("{o:{}}")
                .register(1, "add /o/b 1")
                .delta(1, 0, "add /o/b 2")
                .register(2, "remove /o/b")
                .delta(2, 1, "add /o/c {b:3}")
                .delta(3, 2, "move /o/c/b /o/b");
        assertThat(story.view()).isEqualTo(json("{o:{c:{}}}"));

        assertThat(story.reject(1).view()).isEqualTo(json("{o:{c:{},b:3}}"));
    }

    @Test
    void ownDelta_movesThatAreNoCycleOnlyInTheirOrder_keepsTheView() {
        Story.on("{l:[100,101],o:{'1':[],a:102,id:103},a:104}")
                .register(2, "add /l/2 108; add /l/2 {a:109,c:110,id:111}")
                .register(3, "move /l/1 /l/3")
                .register(4, "move /l/1 /o/a")
                .register(5, "move /l /o/a/1")
                .own(2, 2, 0, "add /l/2 108; add /l/2 {a:109,c:110,id:111}");
    }

    @Test
    void ownDelta_otherThanPredictedAndMovedOut_showsWhatTheServerMade() {
        Story.on("{l:[],o:{c:100,id:101},a:102}")
                .register(1, "add /l/0 [105]")
                .register(2, "move /l/0/0 /o/a")
                .register(3, "move /o /l/0")
                .own(1, 1, 0, "add /l/0 [107]");
    }

    @Test
    void reject_removalBetweenTwoMutationsThatMadeOneMember_showsTheFirst() {
        Story story = Story.on("{o:{}}")
                .register(2, "add /o/b 11")
                .register(12, "remove /o/b")
                .register(15, "add /o/b 30")
                .register(16, "remove /o/b")
                .reject(12)
                .reject(15);

        assertThat(story.view()).isEqualTo(json("{o:{b:11}}"));
    }

    @Test
    void fail_deltaMeetsAnEditOfWhatARejectedMutationMade_givesOneViewInEitherOrder() {
        String first = "add /l/- [103,104,105]";
        String second = "move /l/0/0 /o/c; add /l/0 108";
        Story deltaFirst = Story.on("{l:[],o:{c:100,id:101}}", ConflictStrategies.FAIL)
                .register(1, first)
                .register(2, second)
                .delta(1, 0, "remove /o/c")
                .reject(1);
        Story rejectionFirst = Story.on("{l:[],o:{c:100,id:101}}", ConflictStrategies.FAIL)
                .register(1, first)
                .register(2, second)
                .reject(1)
                .delta(1, 0, "remove /o/c");

        assertThat(deltaFirst.view()).isEqualTo(rejectionFirst.view());
    }

    @Test
    void withoutEffect_removalOfWhatStandsForARejectedMember_showsItAgain() {
        Story story = Story.on("{o:{}}")
                .register(1, "add /o/c 3")
                .register(2, "add /o/c 7")
                .register(3, "remove /o/c")
                .reject(1)
                .run(new Event.Delta(1, 0, 3L, List.of(), null));

        assertThat(story.view()).isEqualTo(json("{o:{c:7}}"));
    }

    @Test
    void snapshot_containsAMutationWithATestThatAnEarlierOneMakesTrue_isTaken() {
        Story story = Story.on("{l:[100,101,102]}")
                .register(2, "remove /l/2")
                .register(3, "test /l [100,101]")
                .confirmAt(3, 3)
                .snapshot(3, "{l:[109,101,102]}");

        assertThat(story.view()).isEqualTo(json("{l:[109,101,102]}"));
    }

    /** The replaced element stood in what the second has displaced. */
    @Test
    void delta_movesAnElementOutOfWhatAMoveHasDisplaced_showsWhatIsPendingInIt() {
        Story story = Story.on("{l:[1,[2,3]],o:{}}")
                .register(1, "move /l /o/a")
                .register(2, "replace /o/a/1/1 9")
                .delta(1, 0, "move /l/1 /o/a")
                .delta(2, 1, "move /o/a/1 /o/b");

        assertThat(story.view()).isEqualTo(json("{o:{a:[1],b:9}}"));
    }

    /** What the last mutation writes is what the second made, for which the moved member stands again once nothing displaces that. */
    @Test
    void delta_removesWhatHadDisplacedTheMemberThatAnEditStandsOn_writesThatMember() {
        Story story = Story.on("{o:{c:101,'1':102,id:103}}")
                .register(2, "move /o/id /o/a; move /o/c /o/1")
                .delta(1, 0, "add /o/b 113")
                .register(9, "replace /o/b 117")
                .delta(2, 1, "move /o/b /o/1")
                .register(10, "move /o/a /o/1; replace /o/b 118")
                .reject(2)
                .delta(3, 2, "remove /o/id");

        assertThat(story.view()).isEqualTo(json("{o:{c:101,'1':118}}"));
    }
}
