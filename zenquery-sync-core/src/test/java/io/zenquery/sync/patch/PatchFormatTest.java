package io.zenquery.sync.patch;

import static io.zenquery.sync.JsonText.patch;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatchFormatTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                        | expected an array of operations, got an object of 0",
                "[{}]                      | expected an operation with a string \"op\", got {}",
                "[{op:'remove'}]           | expected an operation with a string \"path\", got {\"op\":\"remove\"}",
                "[{op:'remove',path:1}]    | with a string \"path\", got {\"op\":\"remove\",\"path\":1}",
                "[{op:'copy',path:''}]     | with a string \"from\", got {\"op\":\"copy\",\"path\":\"\"}",
                "[{op:'add',path:'/a'}]    | with a \"value\" (null is one), got {\"op\":\"add\",\"path\":\"/a\"}",
                "[{op:'spam',path:'/a'}]   | expected op add, remove, replace, move, copy or test, got \"spam\"",
            })
    void parse_malformedOperation_saysWhatIsMissingAndShowsIt(String patch, String message) {
        assertThatExceptionOfType(PatchException.class)
                .isThrownBy(() -> patch(patch))
                .withMessageContaining(message);
    }

    @Test
    void parse_malformedLongOperation_showsItsBeginning() {
        String fits = "{\"op\":\"" + "x".repeat(111) + "\"}"; // 120 characters
        String tooLong = "{\"op\":\"" + "x".repeat(112) + "\"}";

        assertThatExceptionOfType(PatchException.class)
                .isThrownBy(() -> patch("[" + fits + "]"))
                .withMessageEndingWith("got " + fits);
        assertThatExceptionOfType(PatchException.class)
                .isThrownBy(() -> patch("[" + tooLong + "]"))
                .withMessageEndingWith("got " + tooLong.substring(0, 117) + "...");
    }
}
