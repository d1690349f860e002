package io.zenquery.sync.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPointerTest {

    @Test
    void parse_tokensWithEscapes_unescapesEachOnce() {
        assertThat(JsonPointer.parse("").tokens()).isEmpty();
        assertThat(JsonPointer.parse("/").tokens()).containsExactly("");
        assertThat(JsonPointer.parse("/a//b/").tokens()).containsExactly("a", "", "b", "");
        assertThat(JsonPointer.parse("/x~1y/m~0n/~01/~10/ü %7E\"").tokens())
                .containsExactly("x/y", "m~n", "~1", "/0", "ü %7E\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "//", "/a", "/a/0/b", "/x~1y/m~0n", "/~1x", "/~01", "/~0~1", "/-", "/😀/ü"})
    void toString_parsedPointer_givesTheTextBack(String text) {
        assertThat(JsonPointer.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "#/a", " /a", "~", "/~", "/a~", "/~2", "/a~/0", "/a/~x", "/0~/1"})
    void parse_malformedText_isRefused(String text) {
        assertThatExceptionOfType(PatchException.class)
                .isThrownBy(() -> JsonPointer.parse(text))
                .withMessageContaining("got \"" + text + "\"");
    }

    @ParameterizedTest
    @CsvSource({"0,0", "7,7", "10,10", "19,19", "2147483647,2147483647"})
    void arrayIndex_digits_isTheirNumber(String token, int index) {
        assertThat(JsonPointer.arrayIndex(token)).isEqualTo(index);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "00", "01", "-1", "+1", "1e0", "1.0", " 1", "2147483648", "99999999999", "１", "a"})
    void arrayIndex_anythingElse_isNone(String token) {
        assertThat(JsonPointer.arrayIndex(token)).isEqualTo(-1);
    }

    @Test
    void equals_sameTokensOnAnyWay_isEqualWithTheSameHash() {
        JsonPointer parsed = JsonPointer.parse("/items/12/a~1b");
        JsonPointer built = JsonPointer.ROOT.child("items").child(12).child("a/b");
        JsonPointer listed = new JsonPointer(List.of("items", "12", "a/b"));

        assertThat(built).isEqualTo(parsed).hasSameHashCodeAs(parsed);
        assertThat(listed).isEqualTo(parsed).hasSameHashCodeAs(parsed);
        assertThat(JsonPointer.parse("/items/12")).isEqualTo(parsed.parent()).isNotEqualTo(parsed);
        assertThat(JsonPointer.parse("/items/12/a").equals(parsed)).isFalse();
    }

    @Test
    void hashCode_differentPointers_isSeldomTheSame() {
        Set<Integer> hashes = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            for (String member : List.of("", "/title", "/done")) {
                hashes.add(JsonPointer.parse("/items/" + i + member).hashCode());
            }
        }

        assertThat(hashes).hasSizeGreaterThan(290);
    }

    @Test
    void parse_tokensSeenBefore_sharesTheirTexts() {
        JsonPointer one = JsonPointer.parse("/shared-name/123/done");
        JsonPointer other = JsonPointer.parse("/shared-name/123/done");

        for (int depth = 0; depth < one.size(); depth++) {
            assertThat(other.token(depth)).isSameAs(one.token(depth));
        }
    }

    @Test
    void parse_moreTokensThanAreKept_readsEachRight() {
        for (int i = 0; i < 50_000; i++) {
            JsonPointer pointer = JsonPointer.parse("/n" + i + "/" + i);

            assertThat(pointer.tokens()).isEqualTo(List.of("n" + i, Integer.toString(i)));
        }
    }

    @Test
    void parse_hostileLength_isReadInOneGo() {
        String text = "/a~1".repeat(200_000);

        JsonPointer pointer = JsonPointer.parse(text);

        assertThat(pointer.size()).isEqualTo(200_000);
        assertThat(pointer.toString().equals(text)).isTrue();
    }

    @Test
    void tokens_anyPointer_cannotBeChanged() {
        List<String> tokens = JsonPointer.parse("/a/b").tokens();

        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> tokens.set(0, "x"));
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> tokens.add("x"));
    }

    @Test
    void isProperPrefixOf_onlyEnclosingPointers_holds() {
        JsonPointer place = JsonPointer.parse("/a/1");

        assertThat(JsonPointer.ROOT.isProperPrefixOf(place)).isTrue();
        assertThat(JsonPointer.parse("/a").isProperPrefixOf(place)).isTrue();
        assertThat(place.isProperPrefixOf(JsonPointer.parse("/a/1"))).isFalse();
        assertThat(place.isProperPrefixOf(JsonPointer.parse("/a/10"))).isFalse();
        assertThat(place.isProperPrefixOf(JsonPointer.parse("/a/2/x"))).isFalse();
        assertThat(place.isProperPrefixOf(JsonPointer.parse("/a"))).isFalse();
    }

    @Test
    void parentAndLast_ofTheRoot_areRefused() {
        assertThat(JsonPointer.parse("/a").parent()).isEqualTo(JsonPointer.ROOT);
        assertThat(JsonPointer.parse("/a/b").last()).isEqualTo("b");
        assertThatIllegalStateException().isThrownBy(JsonPointer.ROOT::parent);
        assertThatIllegalStateException().isThrownBy(JsonPointer.ROOT::last);
    }
}
