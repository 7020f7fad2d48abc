package io.wsboot.spring.server;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.context.event.GenericApplicationListenerAdapter;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.ResolvableType;

/**
 * Who listens to events of a context, its parents included, because events reach them,
 * too.
 *
 * @param context publishes the events
 */
record EventAudience(ApplicationContext context) {

	/**
	 * Whether somebody listens at this moment: a bean, a method of one, or who was added
	 * to a context by hand.
	 * @param event a class of events
	 */
	boolean listensTo(Class<? extends ApplicationEvent> event) {
		ResolvableType listener = ResolvableType.forClassWithGenerics(ApplicationListener.class, event);
		for (@Nullable
		ApplicationContext next = this.context; next != null; next = next.getParent()) {
			if (hasListener(next, ResolvableType.forClass(event))
					|| next.getBeanNamesForType(listener, true, false).length > 0) {
				return true;
			}
		}
		return false;
	}

	private static boolean hasListener(ApplicationContext context, ResolvableType event) {
		if (context instanceof AbstractApplicationContext known) {
			for (ApplicationListener<?> listener : known.getApplicationListeners()) {
				if (listens(context, listener, event)) {
					return true;
				}
			}
		}
		return false;
	}

	/** A lambda does not say what it listens to; if it is a bean, its definition does. */
	private static boolean listens(ApplicationContext context, ApplicationListener<?> listener, ResolvableType event) {
		if (listener instanceof GenericApplicationListener known) {
			return known.supportsEventType(event);
		}
		boolean says = !ResolvableType.forClass(AopUtils.getTargetClass(listener))
			.as(ApplicationListener.class)
			.hasUnresolvableGenerics();
		return new GenericApplicationListenerAdapter(listener).supportsEventType(event)
				&& (says || !isBean(context, listener));
	}

	private static boolean isBean(ApplicationContext context, ApplicationListener<?> listener) {
		for (String name : context.getBeanNamesForType(listener.getClass(), true, false)) {
			if (context.getBean(name) == listener) {
				return true;
			}
		}
		return false;
	}

}
