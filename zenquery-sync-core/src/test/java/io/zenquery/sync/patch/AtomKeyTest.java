package io.zenquery.sync.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;

class AtomKeyTest {

    @Test
    void of_equalNames_areEqualKeysThatPrintTheirName() {
        assertThat(AtomKey.of("users/42"))
                .isEqualTo(AtomKey.of("users/42"))
                .hasSameHashCodeAs(AtomKey.of("users/42"))
                .hasToString("users/42")
                .isNotEqualTo(AtomKey.of("users/43"));
    }

    @Test
    void of_emptyName_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AtomKey.of(""))
                .withMessage("expected a name for the atom, got an empty text");
    }

    @Test
    void symbol_sameDescription_equalsOnlyItself() {
        AtomKey cart = AtomKey.symbol("cart");

        assertThat(cart).isNotEqualTo(AtomKey.symbol("cart")).isNotEqualTo(AtomKey.of("cart"));
        assertThat(cart).hasToString("Symbol(cart)");
        assertThatNullPointerException().isThrownBy(() -> AtomKey.symbol(null));
    }
}
