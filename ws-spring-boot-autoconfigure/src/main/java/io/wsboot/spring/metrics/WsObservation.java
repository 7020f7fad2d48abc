package io.wsboot.spring.metrics;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * What is observed, and with which keys.
 */
public enum WsObservation implements ObservationDocumentation {

	/**
	 * The decision on an upgrade request.
	 */
	HANDSHAKE {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultHandshakeObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return HandshakeKey.values();
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return HandshakeDetail.values();
		}

	},

	/**
	 * A message in the hands of an endpoint, when
	 * {@code ws.observations.handler.enabled=true}.
	 */
	HANDLER {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultHandlerObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return HandlerKey.values();
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return HandlerDetail.values();
		}

	};

	/**
	 * Keys of {@link #HANDSHAKE} with few values.
	 */
	public enum HandshakeKey implements KeyName {

		/**
		 * The path of the endpoint, as a template; {@code UNKNOWN} if nobody serves the
		 * path of the request.
		 */
		ENDPOINT {

			@Override
			public String asString() {
				return "endpoint";
			}

		},

		/**
		 * How it came out: one of {@link HandshakeOutcome}.
		 */
		OUTCOME {

			@Override
			public String asString() {
				return "outcome";
			}

		}

	}

	/**
	 * Keys of {@link #HANDSHAKE} with many values.
	 */
	public enum HandshakeDetail implements KeyName {

		/**
		 * The path of the request, without its query.
		 */
		PATH {

			@Override
			public String asString() {
				return "path";
			}

		},

		/**
		 * The status of the answer: 101 if the session may open, {@code none} if nobody
		 * could decide.
		 */
		STATUS {

			@Override
			public String asString() {
				return "status";
			}

		}

	}

	/**
	 * Keys of {@link #HANDLER} with few values.
	 */
	public enum HandlerKey implements KeyName {

		/**
		 * The path of the endpoint, as a template.
		 */
		ENDPOINT {

			@Override
			public String asString() {
				return "endpoint";
			}

		}

	}

	/**
	 * Keys of {@link #HANDLER} with many values.
	 */
	public enum HandlerDetail implements KeyName {

		/**
		 * The identifier of the session.
		 */
		SESSION {

			@Override
			public String asString() {
				return "ws.session";
			}

		}

	}

}
