package io.zenquery.sync.patch;

import static io.zenquery.sync.JsonText.json;
import static io.zenquery.sync.JsonText.patch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;

class PatchTest {

    @Test
    void factories_pathsAsText_makeTheOperationsOfThatName() {
        assertThat(List.of(
                        Patch.add("/a", json("1")),
                        Patch.remove("/b"),
                        Patch.replace("/c", json("2")),
                        Patch.move("/d", "/e"),
                        Patch.copy("/f", "/g"),
                        Patch.test("/h", json("3"))))
                .isEqualTo(patch("[{op:'add',path:'/a',value:1},{op:'remove',path:'/b'},"
                        + "{op:'replace',path:'/c',value:2},{op:'move',from:'/d',path:'/e'},"
                        + "{op:'copy',from:'/f',path:'/g'},{op:'test',path:'/h',value:3}]"));
    }

    @Test
    void factories_malformedPath_areRefused() {
        assertThatExceptionOfType(PatchException.class).isThrownBy(() -> Patch.remove("a"));
        assertThatExceptionOfType(PatchException.class).isThrownBy(() -> Patch.move("/a", "b"));
    }
}
