package io.wsboot.spring.messaging;

import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.wsboot.protocol.PreparedMessage;
import io.wsboot.transport.Delivery;
import io.wsboot.transport.SessionGroup;
import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * Those a message goes to, as they are when they are asked for. Thread-safe.
 */
sealed interface Audience {

	/** Whether nobody is there. */
	boolean isEmpty();

	/** Calls an action with each session. */
	void forEach(Consumer<? super WsSession> action);

	/** Sends to those that the filter lets, {@code null} for all. */
	void publish(PreparedMessage message, Delivery delivery, @Nullable Predicate<? super WsSession> filter);

	/** Asks an interceptor; {@code null} if the message is not to leave. */
	@Nullable WsMessage intercept(WsOutboundInterceptor interceptor, WsMessage message);

	/**
	 * Sessions that have something in common.
	 *
	 * @param destination what that is
	 * @param group looks the group up; {@code null} if nobody is there
	 */
	record Group(WsDestination destination, Supplier<@Nullable SessionGroup> group) implements Audience {

		@Override
		public boolean isEmpty() {
			SessionGroup present = this.group.get();
			return present == null || present.count() == 0;
		}

		@Override
		public void forEach(Consumer<? super WsSession> action) {
			SessionGroup present = this.group.get();
			if (present != null) {
				present.forEach(action);
			}
		}

		@Override
		public void publish(PreparedMessage message, Delivery delivery, @Nullable Predicate<? super WsSession> filter) {
			SessionGroup present = this.group.get();
			if (present != null) {
				present.publish(message, delivery, filter);
			}
		}

		@Override
		public @Nullable WsMessage intercept(WsOutboundInterceptor interceptor, WsMessage message) {
			return interceptor.publishing(this.destination, message);
		}

	}

	/**
	 * One session.
	 *
	 * @param session looks the session up; {@code null} if it has ended
	 */
	record Single(Supplier<@Nullable WsSession> session) implements Audience {

		@Override
		public boolean isEmpty() {
			WsSession present = this.session.get();
			return present == null || !present.isOpen();
		}

		@Override
		public void forEach(Consumer<? super WsSession> action) {
			WsSession present = this.session.get();
			if (present != null) {
				action.accept(present);
			}
		}

		@Override
		public void publish(PreparedMessage message, Delivery delivery, @Nullable Predicate<? super WsSession> filter) {
			WsSession present = this.session.get();
			if (present != null && (filter == null || filter.test(present))) {
				present.offer(message, delivery);
			}
		}

		@Override
		public @Nullable WsMessage intercept(WsOutboundInterceptor interceptor, WsMessage message) {
			WsSession present = this.session.get();
			return (present != null) ? interceptor.sending(present, message) : message;
		}

	}

}
