package io.zenquery.sync.spring;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/** The observation of mutations at a client, with its default names. */
public enum SyncMutationObservationDocumentation implements ObservationDocumentation {
    /** At a client, each call of {@link SyncOperations#mutate}. */
    MUTATION {
        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return DefaultSyncMutationObservationConvention.class;
        }

        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return LowCardinality.values();
        }

        @Override
        public KeyName[] getHighCardinalityKeyNames() {
            return HighCardinality.values();
        }
    };

    /** Keys with few values, for meters and traces. */
    public enum LowCardinality implements KeyName {
        /** The channel. */
        CHANNEL {
            @Override
            public String asString() {
                return "channel";
            }
        },

        /** The name of the mutation, or {@code none}. */
        MUTATION {
            @Override
            public String asString() {
                return "mutation";
            }
        }
    }

    /** Keys with many values, for traces. */
    public enum HighCardinality implements KeyName {
        /** The number of the mutation; absent if it was not made. */
        CLIENT_SEQ {
            @Override
            public String asString() {
                return "client.seq";
            }
        }
    }
}
