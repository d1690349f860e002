package io.zenquery.sync.patch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokensTest {

    @Test
    void share_tokenSeenBefore_isOneInstanceHoweverItComes() {
        String longestKept = "n".repeat(32);
        for (String token : new String[] {"", "title", "7", longestKept}) {
            String seen = Tokens.share(new String(token));

            assertThat(Tokens.share(new String(token))).isSameAs(seen);
            assertThat(Tokens.share("/" + token + "/x", 1, 1 + token.length())).isSameAs(seen);
        }
    }

    @Test
    void share_partOfAText_isThatPart() {
        assertThat(Tokens.share("/items/12/done", 7, 9)).isEqualTo("12");
        assertThat(Tokens.share("/items/12/done", 1, 6)).isEqualTo("items");
    }

    @Test
    void share_longToken_isNotKept() {
        String token = "n".repeat(33);
        String equal = "n".repeat(33);

        assertThat(Tokens.share(token)).isSameAs(token);
        assertThat(Tokens.share(equal)).isSameAs(equal);
        assertThat(Tokens.share("/" + token, 1, 34)).isEqualTo(token).isNotSameAs(token);
        assertThat(Tokens.share(equal)).isSameAs(equal);
    }
}
