package io.zenquery.sync.server;

import java.time.InstantSource;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * What all channels of a server share.
 *
 * @param handlers by the name of the mutations that they decide
 */
record Engine(Map<String, MutationHandler> handlers, InstantSource clock, Limits limits, JsonMapper mapper) {}
