package io.wsboot.transport;

/**
 * Why a message was dropped that its session's peer did not take fast enough.
 */
public enum DropReason {

	/**
	 * A newer one of its key has taken its place.
	 */
	CONFLATED("conflated"),

	/**
	 * It made room for a newer one, under {@link SlowConsumer#DROP_OLDEST}.
	 */
	DROP_OLDEST("drop-oldest"),

	/**
	 * There was no room for it, under {@link SlowConsumer#DROP_NEWEST}.
	 */
	DROP_NEWEST("drop-newest"),

	/**
	 * It was {@link Delivery#droppable()}, and others needed the room.
	 */
	DROPPABLE("droppable"),

	/**
	 * All sessions together had more waiting than the budget allows, and this one the
	 * most.
	 */
	BUDGET("budget"),

	/**
	 * It waited when the session was closed for slowness, or ended.
	 */
	CLOSED("closed");

	private final String code;

	DropReason(String code) {
		this.code = code;
	}

	/**
	 * The reason's stable name: what meters say.
	 * @return lower-case words joined by hyphens
	 */
	public String code() {
		return this.code;
	}

}
