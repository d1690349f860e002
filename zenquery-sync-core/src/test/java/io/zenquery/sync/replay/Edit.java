package io.zenquery.sync.replay;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A patch operation, resolved to the identities of what it touches. {@code id} names what it brings in. */
sealed interface Edit {

    /** Inserts an element into a list, before the first of {@code anchors} that is there, else at the end. */
    record Insert(Id list, List<Id> anchors, Id id, Payload payload) implements Edit {}

    /** Gives the member {@code name} content; an {@code element} that stood there is followed if it has been moved. */
    record SetMember(Id object, String name, @Nullable Id element, Id id, Payload payload) implements Edit {}

    /** Gives a list element or a root other content. */
    record SetElement(Id element, Id id, Payload payload) implements Edit {}

    /**
     * Removes an element from where it is, or a document; of a member, which {@code name} of the object it was, also what else was known by one
     * of these identities when the removal was made.
     */
    record Delete(Id element, @Nullable Id object, String name, List<Id> also) implements Edit {}

    /** Moves an element: to the member {@code name} of an object, or, without a name, to a list as {@link Insert} does. */
    record Move(Id element, Id into, @Nullable String name, List<Id> anchors, Id id) implements Edit {}

    /** Requires a value; an unknown one passes. */
    record Check(Id element, JsonNode value) implements Edit {}

    /** What an edit brings in. */
    sealed interface Payload {

        /** A plain value. */
        record Value(JsonNode value) implements Payload {}

        /** What a server change removed, with all its identities, to be put back. */
        record Remains(Element element) implements Payload {}
    }
}
