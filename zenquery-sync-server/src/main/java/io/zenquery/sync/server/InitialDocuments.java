package io.zenquery.sync.server;

import io.zenquery.sync.patch.AtomKey;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What channels begin with. */
@FunctionalInterface
public interface InitialDocuments {

    /**
     * The documents of a channel that has no log yet. Called at the channel's first use, possibly on several threads for several
     * channels.
     *
     * @return a document per atom; empty for none
     */
    Map<AtomKey, JsonNode> of(String channel);
}
