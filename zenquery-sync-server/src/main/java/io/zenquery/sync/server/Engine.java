package io.zenquery.sync.server;

import java.time.InstantSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * What all channels of a server share.
 *
 * @param handlers what decides mutations that have a name
 */
record Engine(MutationFunctions handlers, InstantSource clock, Limits limits, JsonMapper mapper) {}
