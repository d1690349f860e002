package io.zenquery.sync;

import static io.zenquery.sync.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.conflict.ConflictResolutionStrategy;
import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.overlay.Collision;
import io.zenquery.sync.overlay.Decision;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The outcome for each pair of operations (docs/algorithm.md), and of each strategy (docs/strategies.md): their tables, row by row. */
class PoliciesTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // name | document | pending | delta | view | view after the pending mutation was rejected
                "insert/insert, same index   | [1,2] | [{op:'add',path:'/1',value:'p'}] | [{op:'add',path:'/1',value:'d'}] | [1,'d','p',2] | [1,'d',2]",
                "insert/insert, at the end   | [1]   | [{op:'add',path:'/-',value:'p'}] | [{op:'add',path:'/-',value:'d'}] | [1,'d','p'] | [1,'d']",
                "insert beside deleted       | [1,2,3] | [{op:'add',path:'/1',value:'p'}] | [{op:'remove',path:'/1'}] | [1,'p',3] | [1,3]",
                "insert beside moved         | [1,2,3] | [{op:'add',path:'/1',value:'p'}] | [{op:'move',from:'/1',path:'/2'}] | [1,'p',3,2] | [1,3,2]",
                "delete/delete               | [1,2] | [{op:'remove',path:'/0'}] | [{op:'remove',path:'/0'}] | [2] | [2]",
                "p deletes, d sets           | [1,2] | [{op:'remove',path:'/0'}] | [{op:'replace',path:'/0',value:7}] | [2] | [7,2]",
                "p sets element, d deletes   | [1,2] | [{op:'replace',path:'/0',value:'p'}] | [{op:'remove',path:'/0'}] | [2] | [2]",
                "set/set element             | [1,2] | [{op:'replace',path:'/0',value:'p'}] | [{op:'replace',path:'/0',value:'d'}] | ['p',2] | ['d',2]",
                "set/set member              | {a:1} | [{op:'replace',path:'/a',value:'p'}] | [{op:'replace',path:'/a',value:'d'}] | {a:'p'} | {a:'d'}",
                "add/add member              | {}    | [{op:'add',path:'/a',value:'p'}] | [{op:'add',path:'/a',value:'d'}] | {a:'p'} | {a:'d'}",
                "p sets member, d removes    | {a:1} | [{op:'replace',path:'/a',value:'p'}] | [{op:'remove',path:'/a'}] | {a:'p'} | {}",
                "member remove/remove        | {a:1} | [{op:'remove',path:'/a'}] | [{op:'remove',path:'/a'}] | {} | {}",
                "p edits inside removed      | {o:{x:1},n:1} | [{op:'replace',path:'/o/x',value:2},{op:'replace',path:'/n',value:2}] | [{op:'remove',path:'/o'}] | {n:2} | {n:1}",
                "p edits inside replaced     | {o:{x:1},n:1} | [{op:'replace',path:'/o/x',value:2},{op:'replace',path:'/n',value:2}] | [{op:'replace',path:'/o',value:{x:9}}] | {o:{x:9},n:2} | {o:{x:9},n:1}",
                "move/move of one element    | [1,2,3] | [{op:'move',from:'/0',path:'/2'}] | [{op:'move',from:'/0',path:'/1'}] | [2,3,1] | [2,1,3]",
                "p moves, d deletes          | [1,2,3] | [{op:'move',from:'/0',path:'/2'}] | [{op:'remove',path:'/0'}] | [2,3] | [2,3]",
                "p deletes, d moves          | [1,2,3] | [{op:'remove',path:'/0'}] | [{op:'move',from:'/0',path:'/2'}] | [2,3] | [2,3,1]",
                "p sets, d moves             | [1,2,3] | [{op:'replace',path:'/0',value:'p'}] | [{op:'move',from:'/0',path:'/2'}] | [2,3,'p'] | [2,3,1]",
                "p edits inside, d moves     | [{x:1},2] | [{op:'replace',path:'/0/x',value:'p'}] | [{op:'move',from:'/0',path:'/1'}] | [2,{x:'p'}] | [2,{x:1}]",
                "cycle of moves              | {a:{},b:{}} | [{op:'move',from:'/a',path:'/b/a'}] | [{op:'move',from:'/b',path:'/a/b'}] | {a:{b:{}}} | {a:{b:{}}}",
                "test fails after rebase     | {a:1,n:1} | [{op:'test',path:'/a',value:1},{op:'replace',path:'/n',value:2}] | [{op:'replace',path:'/a',value:5}] | {a:5,n:1} | {a:5,n:1}",
                "d edits inside p's target   | {o:{x:1}} | [{op:'replace',path:'/o',value:'p'}] | [{op:'replace',path:'/o/x',value:2}] | {o:'p'} | {o:{x:2}}",
                "p writes and removes, d writes | {}   | [{op:'add',path:'/a',value:'p'},{op:'remove',path:'/a'}] | [{op:'add',path:'/a',value:'d'}] | {} | {a:'d'}",
                "p removes, d makes anew     | {a:1} | [{op:'remove',path:'/a'}] | [{op:'remove',path:'/a'},{op:'add',path:'/a',value:'d'}] | {a:'d'} | {a:'d'}",
                "p sets and moves, d removes | {a:1} | [{op:'replace',path:'/a',value:'p'},{op:'move',from:'/a',path:'/b'}] | [{op:'remove',path:'/a'}] | {b:'p'} | {}",
                "p makes and moves, d makes  | {}    | [{op:'add',path:'/a',value:'p'},{op:'move',from:'/a',path:'/b'}] | [{op:'add',path:'/a',value:'d'}] | {b:'p'} | {a:'d'}",
                "null is a value             | {a:null} | [{op:'remove',path:'/a'}] | [{op:'add',path:'/b',value:null}] | {b:null} | {a:null,b:null}",
            })
    void pair_pendingMeetsDelta_endsAsTheTableSays(
            String name, String document, String pending, String delta, String view, String rolledBack) {
        Board board = new Board(document);
        long number = board.mutate(pending);

        board.delta(delta);
        assertThat(board.view()).as("view").isEqualTo(json(view));

        board.coordinator.rejectMutation(number, null);
        assertThat(board.view()).as("after rejection").isEqualTo(json(rolledBack));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // strategy | case | document | pending | delta | view
                "rebase          | same member  | {a:1,n:1} | [{op:'replace',path:'/a',value:'p'},{op:'replace',path:'/n',value:'p'}] | [{op:'replace',path:'/a',value:'d'}] | {a:'p',n:'p'}",
                "server-wins     | same member  | {a:1,n:1} | [{op:'replace',path:'/a',value:'p'},{op:'replace',path:'/n',value:'p'}] | [{op:'replace',path:'/a',value:'d'}] | {a:'d',n:'p'}",
                "client-wins     | same member  | {a:1,n:1} | [{op:'replace',path:'/a',value:'p'},{op:'replace',path:'/n',value:'p'}] | [{op:'replace',path:'/a',value:'d'}] | {a:'p',n:'p'}",
                "fail            | same member  | {a:1,n:1} | [{op:'replace',path:'/a',value:'p'},{op:'replace',path:'/n',value:'p'}] | [{op:'replace',path:'/a',value:'d'}] | {a:'d',n:1}",
                "last-write-wins | same member  | {a:1,n:1} | [{op:'replace',path:'/a',value:'p'},{op:'replace',path:'/n',value:'p'}] | [{op:'replace',path:'/a',value:'d'}] | {a:'d',n:'p'}",
                "rebase          | removed list element | {l:[{x:1},2]} | [{op:'replace',path:'/l/0/x',value:'p'}] | [{op:'remove',path:'/l/0'}] | {l:[2]}",
                "server-wins     | removed list element | {l:[{x:1},2]} | [{op:'replace',path:'/l/0/x',value:'p'}] | [{op:'remove',path:'/l/0'}] | {l:[2]}",
                "client-wins     | removed list element | {l:[{x:1,y:1},2]} | [{op:'replace',path:'/l/0/x',value:'p'}] | [{op:'remove',path:'/l/0'}] | {l:[{x:'p',y:1},2]}",
                "client-wins     | removed member | {o:{x:1,y:1}} | [{op:'replace',path:'/o/x',value:'p'}] | [{op:'remove',path:'/o'}] | {o:{x:'p',y:1}}",
                "client-wins     | replaced member | {o:{x:1,y:1}} | [{op:'replace',path:'/o/x',value:'p'}] | [{op:'replace',path:'/o',value:7}] | {o:{x:'p',y:1}}",
                "client-wins     | deleted and set | {l:[1,2]} | [{op:'replace',path:'/l/0',value:'p'}] | [{op:'remove',path:'/l/0'}] | {l:['p',2]}",
                "client-wins     | removed in two layers | {o:{x:{y:1}}} | [{op:'replace',path:'/o/x/y',value:'p'}] | [{op:'remove',path:'/o/x'},{op:'remove',path:'/o'}] | {o:{x:{y:'p'}}}",
                "client-wins     | removed and made anew | {o:{x:1,y:1}} | [{op:'replace',path:'/o/x',value:'p'}] | [{op:'remove',path:'/o'},{op:'add',path:'/o',value:7}] | {o:{x:'p',y:1}}",
                "client-wins     | moved and removed | {a:1} | [{op:'move',from:'/a',path:'/b'}] | [{op:'remove',path:'/a'}] | {b:1}",
                "client-wins     | member of a member that stays | {o:{x:1,y:1}} | [{op:'replace',path:'/o/x',value:'p'}] | [{op:'remove',path:'/o/x'}] | {o:{x:'p',y:1}}",
                "client-wins     | removed by both | {l:[1,2]} | [{op:'remove',path:'/l/0'}] | [{op:'remove',path:'/l/0'}] | {l:[2]}",
                "last-write-wins | removed member | {o:{x:1}} | [{op:'replace',path:'/o/x',value:'p'}] | [{op:'remove',path:'/o'}] | {}",
                "fail            | elsewhere    | {a:1,n:1} | [{op:'replace',path:'/n',value:'p'}] | [{op:'replace',path:'/a',value:'d'}] | {a:'d',n:'p'}",
            })
    void strategy_collision_endsAsTheTableSays(
            String strategy, String name, String document, String pending, String delta, String view) {
        Board board = new Board(document).with(ConflictStrategies.named(strategy));
        long number = board.mutate(pending);

        board.delta(delta);

        assertThat(board.view()).isEqualTo(json(view));
        board.coordinator.rejectMutation(number, null);
        assertThat(board.view()).as("rolled back to the server's state").isEqualTo(board.confirmed());
    }

    @Test
    void lastWriteWins_laterStamp_decides() {
        Instant server = Instant.parse("2026-01-01T00:00:10Z");
        for (int seconds : new int[] {5, 10, 15}) {
            Board board = new Board("{a:1}").with(ConflictStrategies.LAST_WRITE_WINS);
            board.mutate(
                    "[{op:'replace',path:'/a',value:'p'}]",
                    Instant.parse("2026-01-01T00:00:00Z").plusSeconds(seconds));

            board.delta("[{op:'replace',path:'/a',value:'d'}]", server);

            assertThat(board.view().get("a").stringValue()).isEqualTo(seconds > 10 ? "p" : "d");
        }
    }

    @Test
    void conflict_reported_namesMutationKindAndDecision() {
        Board board = new Board("{a:1}").with(ConflictStrategies.SERVER_WINS);
        long number = board.mutate("[{op:'replace',path:'/a',value:'p'}]");

        board.delta("[{op:'replace',path:'/a',value:'d'}]");

        assertThat(board.conflicts).singleElement().satisfies(resolution -> {
            assertThat(resolution.collision().clientSeq()).isEqualTo(number);
            assertThat(resolution.collision().kind()).isEqualTo(Collision.Kind.SAME_PLACE);
            assertThat(resolution.collision().pending()).isEqualTo(Patch.replace("/a", json("'p'")));
            assertThat(resolution.decision()).isEqualTo(Decision.DROP);
        });
    }

    @Test
    void dependency_editOfWhatARejectedMutationCreated_leavesTheViewAndIsReported() {
        Board board = new Board("{l:[]}");
        long creator = board.mutate("[{op:'add',path:'/l/0',value:{t:'a'}}]");
        board.mutate("[{op:'replace',path:'/l/0/t',value:'b'}]");

        board.coordinator.rejectMutation(creator, "no");

        assertThat(board.view()).isEqualTo(json("{l:[]}"));
        assertThat(board.conflicts)
                .singleElement()
                .satisfies(
                        resolution -> assertThat(resolution.collision().kind()).isEqualTo(Collision.Kind.DEPENDENCY));
    }

    @Test
    void perAtom_strategyOfItsOwn_decidesForThatAtomAlone() {
        ConflictResolutionStrategy strategy =
                ConflictStrategies.perAtom(Map.of(Board.DOC, ConflictStrategies.SERVER_WINS), ConflictStrategies.FAIL);
        Board board = new Board("{a:1}").with(strategy);
        board.mutate("[{op:'replace',path:'/a',value:'p'}]");

        board.delta("[{op:'replace',path:'/a',value:'d'}]");

        assertThat(board.view()).isEqualTo(json("{a:'d'}"));
        assertThat(board.conflicts).extracting(each -> each.decision()).containsExactly(Decision.DROP);
    }

    @Test
    void customStrategy_changedDelta_lastsAsACorrectionUntilTheServerOverwritesIt() {
        ConflictResolutionStrategy upper = new ConflictResolutionStrategy() {
            @Override
            public Map<AtomKey, List<Patch>> resolve(
                    Map<AtomKey, List<Patch>> serverDelta, Map<AtomKey, List<Patch>> pendingPatches) {
                return serverDelta.toString().contains("plain")
                        ? Map.of(Board.DOC, List.of(Patch.replace("/l/0/t", json("'PLAIN'"))))
                        : serverDelta;
            }
        };
        Board board = new Board("{l:[{t:'a'}]}").with(upper);

        board.delta("[{op:'replace',path:'/l/0/t',value:'plain'}]");
        assertThat(board.view()).isEqualTo(json("{l:[{t:'PLAIN'}]}"));
        assertThat(board.confirmed()).as("the server's truth").isEqualTo(json("{l:[{t:'plain'}]}"));
        assertThat(board.told).contains("apply replace /l/0/t \"PLAIN\"");

        board.delta("[{op:'add',path:'/l/0',value:{t:'new'}}]");
        assertThat(board.view()).as("indices do not drift").isEqualTo(json("{l:[{t:'new'},{t:'PLAIN'}]}"));

        board.delta("[{op:'replace',path:'/l/1/t',value:'server'}]");
        assertThat(board.view()).isEqualTo(json("{l:[{t:'new'},{t:'server'}]}"));
        assertThat(board.pending()).isEmpty();
    }
}
