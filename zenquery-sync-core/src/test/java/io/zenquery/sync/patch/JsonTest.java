package io.zenquery.sync.patch;

import static io.zenquery.sync.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BinaryNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.FloatNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.POJONode;

class JsonTest {

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource({
        "1, 1.0",
        "1, 1e0",
        "1, 10e-1",
        "0, -0.0",
        "0, 0e999999999",
        "100, 1e2",
        "1.10, 1.1",
        "9007199254740993, 9007199254740993.0",
        "123456789012345678901234567890, 123456789012345678901234567890.000",
        "123456789012345678901234567890, 1.2345678901234567890123456789e29",
        "1e999999999, 10e999999998",
        "1e-999999999, 0.1e-999999998",
        "1e2147483647, 10e2147483646",
        "'{a:1,b:[2.0]}', '{b:[2],a:1e0}'",
    })
    void sameValue_equalInValue_holdsAndTheHashesAreEqual(String a, String b) {
        assertThat(Json.sameValue(json(a), json(b))).isTrue();
        assertThat(Json.sameValue(json(b), json(a))).isTrue();
        assertThat(Json.valueHash(json(a))).isEqualTo(Json.valueHash(json(b)));
    }

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource({
        "1, 2",
        "1, '\"1\"'",
        "0, false",
        "null, 0",
        "0.1, 0.10000000000000000000000000000001",
        "9007199254740993, 9007199254740992",
        "9007199254740993, 9007199254740992.0",
        "123456789012345678901234567890, 123456789012345678901234567891",
        "36893488147419103233, 18446744073709551617",
        "1e999999999, 1",
        "1e999999999, -1e999999999",
        "1e999999999, 1e999999998",
        "1e999999999, 123456789012345678901234567890",
        "1e-999999999, 0",
        "'{a:1}', '{a:1,b:null}'",
        "'{a:null}', '{b:null}'",
        "'[1,2]', '[2,1]'",
        "'{}', '[]'",
    })
    void sameValue_differentInValue_doesNotHold(String a, String b) {
        assertThat(Json.sameValue(json(a), json(b))).isFalse();
        assertThat(Json.sameValue(json(b), json(a))).isFalse();
    }

    @Test
    void sameValue_numbersOfAnyJavaType_compareByValue() {
        List<JsonNode> fives = List.of(
                IntNode.valueOf(5),
                LongNode.valueOf(5),
                DoubleNode.valueOf(5),
                FloatNode.valueOf(5),
                DecimalNode.valueOf(new BigDecimal("5.00")));
        for (JsonNode a : fives) {
            for (JsonNode b : fives) {
                assertThat(Json.sameValue(a, b)).isTrue();
                assertThat(Json.valueHash(a)).isEqualTo(Json.valueHash(b));
            }
        }
        assertThat(Json.sameValue(DoubleNode.valueOf(Double.NaN), IntNode.valueOf(5)))
                .isFalse();
        assertThat(Json.sameValue(infinite(), infinite())).isTrue();
        assertThat(Json.valueHash(infinite())).isEqualTo(Json.valueHash(infinite()));
    }

    private static JsonNode infinite() {
        return DoubleNode.valueOf(Double.POSITIVE_INFINITY);
    }

    @Test
    void valueHash_differentValues_isSeldomTheSame() {
        List<JsonNode> values = new ArrayList<>();
        for (int a = 1; a <= 5; a++) {
            for (int b = 1; b <= 5; b++) {
                values.add(json("{m" + a + ":" + b + "}"));
                values.add(json("[" + a + "," + b + "]"));
                values.add(json("[[" + a + "]," + b + "]"));
                values.add(json("{l:[" + a + "],n:" + b + "}"));
            }
        }

        assertThat(values.stream().map(Json::valueHash).distinct()).hasSizeGreaterThan(80);
    }

    @ParameterizedTest
    @CsvSource({"'{a:1}', an object of 1", "'[1,2]', an array of 2", "1.50, 1.50", "null, null", "'\"x\"', '\"x\"'"})
    void describe_value_isShownInFullWhenItIsAShortScalar(String value, String text) {
        assertThat(Json.describe(json(value))).isEqualTo(text);
    }

    @Test
    void describe_longTextOrNothing_isShownInShort() {
        assertThat(Json.describe(json("'" + "x".repeat(58) + "'"))).isEqualTo("\"" + "x".repeat(58) + "\"");
        assertThat(Json.describe(json("'" + "x".repeat(59) + "'"))).isEqualTo("\"" + "x".repeat(56) + "...");
        assertThat(Json.describe(Json.ABSENT)).isEqualTo("no document");
    }

    @Test
    void freeze_floatAndBytes_keepTheirJsonText() {
        assertThat(Json.sameValue(Json.freeze(FloatNode.valueOf(0.1f)), json("0.1")))
                .isTrue();
        assertThat(Json.freeze(BinaryNode.valueOf(new byte[] {1, 2}))).isEqualTo(json("'AQI='"));
    }

    @ParameterizedTest
    @MethodSource("valuesWithoutJsonText")
    void freeze_valueThatJsonCannotCarry_isRefused(JsonNode value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.freeze(value))
                .withMessage("expected a value that JSON text can carry, got "
                        + (value.isMissingNode() ? "an absent one" : value));
        assertThatIllegalArgumentException().isThrownBy(() -> Json.array(List.of(value)));
        assertThatIllegalArgumentException().isThrownBy(() -> Json.object(Map.of("a", value)));
    }

    static Stream<JsonNode> valuesWithoutJsonText() {
        return Stream.of(
                Json.ABSENT,
                new POJONode(new Object()),
                DoubleNode.valueOf(Double.NaN),
                DoubleNode.valueOf(Double.NEGATIVE_INFINITY),
                FloatNode.valueOf(Float.NaN),
                DecimalNode.valueOf(new BigDecimal("100e2147483647")));
    }

    @Test
    void parse_exponentThatCannotBeWrittenBack_isRefusedAsAPatch() {
        JsonNode poison = new JsonMapper()
                .createArrayNode()
                .add(new JsonMapper()
                        .createObjectNode()
                        .put("op", "add")
                        .put("path", "/a")
                        .put("value", new BigDecimal("100e2147483647")));

        assertThatExceptionOfType(PatchException.class)
                .isThrownBy(() -> PatchFormat.parse(poison))
                .withMessageContaining("expected a value that JSON text can carry");
    }

    @Test
    void freeze_frozenValue_isTheSame() {
        JsonNode frozen = json("{a:[1]}");

        assertThat(Json.freeze(frozen)).isSameAs(frozen);
        assertThat(Json.array(List.of(frozen)).get(0)).isSameAs(frozen);
    }

    @Test
    void object_mapAndValuesChangedAfterwards_staysAsItWas() {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        ObjectNode inner = new JsonMapper().createObjectNode().put("x", 1);
        members.put("a", inner);
        List<JsonNode> elements = new ArrayList<>(List.of(inner));
        ObjectNode object = Json.object(members);
        ArrayNode array = Json.array(elements);

        members.clear();
        elements.clear();
        inner.put("x", 2);

        assertThat(object).hasToString("{\"a\":{\"x\":1}}");
        assertThat(array).hasToString("[{\"x\":1}]");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 64, 65, 500})
    void frozenObject_anySize_equalsAndPrintsAsJacksonsOwn(int size) {
        ObjectNode open = new JsonMapper().createObjectNode();
        for (int i = size; i > 0; i--) {
            open.put("m" + i, i);
        }
        JsonNode frozen = Json.freeze(open);

        assertThat(frozen).isEqualTo(open).hasSameHashCodeAs(open).hasToString(open.toString());
        assertThat(open).isEqualTo(frozen);
        assertThat(frozen.propertyNames()).containsExactlyElementsOf(open.propertyNames());
        assertThat(frozen.values()).containsExactlyElementsOf(open.values());
        assertThat(frozen.deepCopy()).isEqualTo(open).isNotSameAs(frozen);
        assertThat(((ObjectNode) frozen.deepCopy()).put("new", 1).size()).isEqualTo(size + 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64, 65})
    void frozenObject_eachMutator_isRefused(int size) {
        ObjectNode open = new JsonMapper().createObjectNode();
        for (int i = 0; i < size; i++) {
            open.putObject("m" + i);
        }
        JsonNode frozen = Json.freeze(open);
        List<Consumer<ObjectNode>> mutators = List.of(
                object -> object.put("m0", 1),
                object -> object.put("new", 1),
                object -> object.set("new", object),
                object -> object.setAll(Map.of("new", IntNode.valueOf(1))),
                object -> object.putObject("new"),
                object -> object.putArray("new"),
                object -> object.putNull("new"),
                object -> object.putIfAbsent("new", IntNode.valueOf(1)),
                object -> object.replace("m0", IntNode.valueOf(1)),
                object -> object.remove("m0"),
                object -> object.remove("none"),
                object -> object.remove(List.of("m0")),
                object -> object.without("m0"),
                object -> object.removeAll(),
                object -> object.removeIf(JsonNode::isObject),
                object -> object.retain("none"),
                object -> object.withObject("/new"),
                object -> object.withArray("/new"),
                object -> object.properties().clear(),
                object -> object.properties().iterator().next().setValue(IntNode.valueOf(1)),
                object -> object.values().clear(),
                object -> object.propertyNames().remove("m0"));

        for (Consumer<ObjectNode> mutator : mutators) {
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .as("mutator %d", mutators.indexOf(mutator))
                    .isThrownBy(() -> mutator.accept((ObjectNode) frozen));
        }
        assertThat(frozen).isEqualTo(open);
    }

    @Test
    void frozenArray_eachMutator_isRefused() {
        JsonNode frozen = json("[1,{}]");
        List<Consumer<ArrayNode>> mutators = List.of(
                array -> array.add(1),
                array -> array.addAll(List.of(IntNode.valueOf(1))),
                array -> array.addObject(),
                array -> array.insert(0, 1),
                array -> array.insert(9, 1),
                array -> array.set(0, 1),
                array -> array.setNull(0),
                array -> array.replace(0, IntNode.valueOf(1)),
                array -> array.remove(0),
                array -> array.removeAll(),
                array -> array.removeIf(JsonNode::isNumber),
                array -> array.values().clear(),
                array -> array.values().remove(IntNode.valueOf(1)),
                array -> array.elements().add(IntNode.valueOf(1)));

        for (Consumer<ArrayNode> mutator : mutators) {
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .as("mutator %d", mutators.indexOf(mutator))
                    .isThrownBy(() -> mutator.accept((ArrayNode) frozen));
        }
        assertThat(frozen).isEqualTo(json("[1,{}]"));
        assertThat(((ArrayNode) frozen.deepCopy()).add(1)).hasSize(3);
    }
}
