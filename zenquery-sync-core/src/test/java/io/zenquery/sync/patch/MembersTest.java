package io.zenquery.sync.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;

class MembersTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 62, 64, 66, 130, 1000})
    void randomEdits_anySize_behaveAsALinkedMapAndLeaveOlderVersionsAlone(int size) {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed * 31L + size);
            Map<String, JsonNode> model = numbered(size);
            Members members = Members.of(model);
            List<Members> versions = new ArrayList<>();
            List<Map<String, JsonNode>> models = new ArrayList<>();
            for (int step = 0; step < 400; step++) {
                if (step % 40 == 0) {
                    versions.add(members);
                    models.add(new LinkedHashMap<>(model));
                }
                String name = "m" + random.nextInt(size + 10);
                if (model.containsKey(name) && random.nextInt(3) > 0) {
                    members = members.without(name);
                    model.remove(name);
                } else {
                    members = members.with(name, IntNode.valueOf(step), new Object());
                    model.put(name, IntNode.valueOf(step));
                }
                assertThat(members.get(name)).isEqualTo(model.get(name));
                assertThat(members.containsKey(name)).isEqualTo(model.containsKey(name));
                assertThat(members).hasSize(model.size());
                assertThat(members.entrySet()).hasSize(model.size());
            }
            versions.add(members);
            models.add(model);
            for (int i = 0; i < versions.size(); i++) {
                assertThat(versions.get(i)).as("seed %d, version %d", seed, i).isEqualTo(models.get(i));
                assertThat(new ArrayList<>(versions.get(i).entrySet()))
                        .as("seed %d, order of version %d", seed, i)
                        .isEqualTo(new ArrayList<>(models.get(i).entrySet()));
            }
        }
    }

    @Test
    void with_manyEditsOfAWideObject_keepsOrderAcrossItsBases() {
        Members members = Members.of(numbered(200));
        Map<String, JsonNode> model = numbered(200);
        for (int i = 0; i < 1_000; i++) {
            members = members.without("m" + i).with("m" + (i + 200), IntNode.valueOf(i), new Object());
            model.remove("m" + i);
            model.put("m" + (i + 200), IntNode.valueOf(i));
        }

        assertThat(members.keySet()).containsExactlyElementsOf(model.keySet());
        assertThat(members).isEqualTo(model).hasSameHashCodeAs(model);
    }

    @Test
    void namesThatCollide_wideObject_areToldApart() {
        Map<String, JsonNode> model = new LinkedHashMap<>();
        for (int i = 0; i < 1 << 10; i++) {
            StringBuilder name = new StringBuilder();
            for (int bit = 0; bit < 10; bit++) {
                name.append((i >> bit & 1) == 0 ? "Aa" : "BB"); // the same hash
            }
            model.put(name.toString(), IntNode.valueOf(i));
        }
        Members members = Members.of(model);
        for (String name : model.keySet()) {
            members = members.with(name, model.get(name), new Object());
        }

        assertThat(members).isEqualTo(model);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 64, 65})
    void iterator_pastTheEnd_isRefused(int size) {
        var iterator = Members.of(numbered(size)).entrySet().iterator();
        for (int i = 0; i < size; i++) {
            iterator.next();
        }

        assertThat(iterator.hasNext()).isFalse();
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(iterator::next);
    }

    private static Map<String, JsonNode> numbered(int size) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            members.put("m" + i, IntNode.valueOf(-i));
        }
        return members;
    }
}
