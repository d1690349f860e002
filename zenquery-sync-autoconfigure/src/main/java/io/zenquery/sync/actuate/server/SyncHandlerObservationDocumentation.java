package io.zenquery.sync.actuate.server;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/** The observation of handlers at a server, with its default names. */
public enum SyncHandlerObservationDocumentation implements ObservationDocumentation {
    /** At a server, each call of a handler, on its thread. */
    HANDLING {
        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return DefaultSyncHandlerObservationConvention.class;
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
        /** The name of the handler. */
        HANDLER {
            @Override
            public String asString() {
                return "handler";
            }
        },

        /** How it decided: {@code accepted}, {@code rejected} or {@code failed}. A rejection is no error. */
        OUTCOME {
            @Override
            public String asString() {
                return "outcome";
            }
        }
    }

    /** Keys with many values, since clients make them up, for traces. */
    public enum HighCardinality implements KeyName {
        /** The channel. */
        CHANNEL {
            @Override
            public String asString() {
                return "channel";
            }
        },

        /** Who has made the mutation. */
        CLIENT_ID {
            @Override
            public String asString() {
                return "client.id";
            }
        },

        /** The number of the mutation. */
        CLIENT_SEQ {
            @Override
            public String asString() {
                return "client.seq";
            }
        }
    }
}
