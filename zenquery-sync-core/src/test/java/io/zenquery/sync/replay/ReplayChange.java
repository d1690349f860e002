package io.zenquery.sync.replay;

import io.zenquery.sync.overlay.Resolution;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a transition of a {@link ReplayOverlay} did. */
record ReplayChange(
        ReplayOverlay next, Map<AtomKey, List<Patch>> view, Set<AtomKey> unknown, List<Resolution> resolutions) {}
