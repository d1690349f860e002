package io.zenquery.sync.spring;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/** The observations of a client, with their default names. */
public enum SyncClientObservationDocumentation implements ObservationDocumentation {
    /** At a client, each {@code mutate}, undo (a redo is one) and {@code retry} of a failed mutation, also by the endpoint. */
    MUTATION {
        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return DefaultSyncMutationObservationConvention.class;
        }

        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return MutationLowCardinality.values();
        }

        @Override
        public KeyName[] getHighCardinalityKeyNames() {
            return MutationHighCardinality.values();
        }
    },

    /** At a client, each delta that is applied: all that listeners are told of it. A child of the trace that the delta carries. */
    DELTA {
        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return DefaultSyncDeltaObservationConvention.class;
        }

        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return DeltaLowCardinality.values();
        }

        @Override
        public KeyName[] getHighCardinalityKeyNames() {
            return DeltaHighCardinality.values();
        }
    },

    /** At a client, each mutation that ends: its event, and {@code MutationFailedEvent}. A child of the mutation's trace. */
    OUTCOME {
        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return DefaultSyncOutcomeObservationConvention.class;
        }

        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return OutcomeLowCardinality.values();
        }

        @Override
        public KeyName[] getHighCardinalityKeyNames() {
            return OutcomeHighCardinality.values();
        }
    };

    /** Keys of a mutation with few values, for meters and traces. */
    public enum MutationLowCardinality implements KeyName {
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
        },

        /** What makes it: {@code mutate}, {@code undo} or {@code retry}. */
        OPERATION {
            @Override
            public String asString() {
                return "operation";
            }
        }
    }

    /** Keys of a mutation with many values, for traces. */
    public enum MutationHighCardinality implements KeyName {
        /** The number of the mutation; absent if it was not made. */
        CLIENT_SEQ {
            @Override
            public String asString() {
                return "client.seq";
            }
        }
    }

    /** Keys of a delta with few values, for meters and traces. */
    public enum DeltaLowCardinality implements KeyName {
        /** The channel. */
        CHANNEL {
            @Override
            public String asString() {
                return "channel";
            }
        },

        /** Whose change it is: {@code own} or {@code other}. */
        ORIGIN {
            @Override
            public String asString() {
                return "origin";
            }
        }
    }

    /** Keys of a delta with many values, for traces. */
    public enum DeltaHighCardinality implements KeyName {
        /** The number of the delta. */
        SERVER_SEQ {
            @Override
            public String asString() {
                return "server.seq";
            }
        }
    }

    /** Keys of the end of a mutation with few values, for meters and traces. */
    public enum OutcomeLowCardinality implements KeyName {
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
        },

        /** How it ended: {@code confirmed}, {@code rejected} or {@code withdrawn}. */
        OUTCOME {
            @Override
            public String asString() {
                return "outcome";
            }
        }
    }

    /** Keys of the end of a mutation with many values, for traces. */
    public enum OutcomeHighCardinality implements KeyName {
        /** The number of the mutation. */
        CLIENT_SEQ {
            @Override
            public String asString() {
                return "client.seq";
            }
        }
    }
}
