package io.zenquery.sync.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.NullNode;

/** The codes of failed mutations in docs/offline.md are those that there are. */
class OfflineDocumentTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`[a-z-]+`(?:, `[a-z-]+`)*) \\|.*\\|.*\\|$");
    private static final List<Withdrawal> LISTED_NOWHERE = List.of(Withdrawal.NOT_STORED, Withdrawal.SESSION_CLOSED);
    private static final List<String> VERDICTS = List.of("dependency", "conflict");

    private static List<MatchResult> rows() throws IOException {
        return ROW.matcher(Files.readString(Path.of("../docs/offline.md")))
                .results()
                .toList();
    }

    private static Stream<String> codes(MatchResult row) {
        return Arrays.stream(row.group(1).replace("`", "").split(", "));
    }

    @Test
    void codes_areThoseOfTheSession_andTheRulesOfTheServer() throws IOException {
        List<String> withdrawals = Arrays.stream(Withdrawal.values())
                .filter(each -> !LISTED_NOWHERE.contains(each))
                .map(each -> each.code)
                .toList();

        assertThat(rows().stream().flatMap(OfflineDocumentTest::codes))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(withdrawals.stream(), VERDICTS.stream()).toList());
    }

    @Test
    void onlyAfterLooking_isSaidOfWhatMayHaveTakenEffect() throws IOException {
        assertThat(rows())
                .allSatisfy(row -> codes(row)
                        .forEach(code -> assertThat(row.group().contains("it may have taken effect"))
                                .as(code)
                                .isEqualTo(failed(code).mayHaveTakenEffect())));
    }

    private static FailedMutation failed(String code) {
        return new FailedMutation(1, null, NullNode.getInstance(), Map.of(), Set.of(), code, "", Instant.EPOCH);
    }
}
