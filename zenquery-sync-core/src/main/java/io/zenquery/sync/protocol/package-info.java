/**
 * The wire messages, version {@value io.zenquery.sync.protocol.ProtocolCodec#VERSION}, as sealed records, and
 * {@link io.zenquery.sync.protocol.ProtocolCodec}, which reads and writes them as JSON. A peer's bytes are never trusted: what does not
 * fit becomes a {@link io.zenquery.sync.protocol.ProtocolException}.
 */
@NullMarked
package io.zenquery.sync.protocol;

import org.jspecify.annotations.NullMarked;
