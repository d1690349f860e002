/**
 * JSON Patch (RFC 6902) over JSON Pointer (RFC 6901): operations, apply, invert, diff.
 *
 * <p>Everything here is a pure function over immutable values. Public types: {@link io.zenquery.sync.patch.AtomKey} (which
 * document), {@link io.zenquery.sync.patch.Patch} (one operation), {@link io.zenquery.sync.patch.JsonPointer},
 * {@link io.zenquery.sync.patch.JsonPatch} (apply and invert), {@link io.zenquery.sync.patch.JsonDiff} (the patch between two
 * documents), {@link io.zenquery.sync.patch.ProjectedEdit} (an edit of what a type has read of one), {@link io.zenquery.sync.patch.ListDiff} (the edits between two lists),
 * {@link io.zenquery.sync.patch.PatchFormat} (the JSON form), {@link io.zenquery.sync.patch.Json} (documents) and
 * {@link io.zenquery.sync.patch.PatchException}.
 *
 * <p>Inside, {@code PathCopy} edits a document by copying the way to a place, on the persistent {@code Members} and
 * {@code Elements} that frozen objects and arrays stand on; {@code Inverse} says what undoes an operation.
 */
@NullMarked
package io.zenquery.sync.patch;

import org.jspecify.annotations.NullMarked;
