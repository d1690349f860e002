package io.zenquery.sync.server;

import java.time.InstantSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * What all channels of a server share.
 *
 * @param handlers what decides mutations that have a name
 * @param calls how those are called
 * @param sizes how large the documents are
 * @param listener told what is done; does not throw
 * @param trace in which a thread works; a valid one, or none
 */
record Engine(
        MutationFunctions handlers,
        HandlerCalls calls,
        DocumentSizes sizes,
        InstantSource clock,
        Limits limits,
        JsonMapper mapper,
        ServerListener listener,
        CurrentTrace trace) {}
