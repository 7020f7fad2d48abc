package io.wsboot.spring.endpoint;

import java.io.Serial;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanWrapperImpl;
import org.springframework.validation.AbstractBindingResult;

/**
 * What is wrong with the elements of an array, a collection or a map. A field is called
 * by its place and the path within the element, {@code [0].item}.
 */
final class ContainerBindingResult extends AbstractBindingResult {

	@Serial
	private static final long serialVersionUID = 1L;

	private final transient Object container;

	ContainerBindingResult(Object container, String name) {
		super(name);
		this.container = container;
	}

	@Override
	public Object getTarget() {
		return this.container;
	}

	@Override
	protected @Nullable Object getActualFieldValue(String field) {
		return new BeanWrapperImpl(new Held(this.container)).getPropertyValue("container" + field);
	}

	/** Beans are looked into, containers only as the property of one. */
	private static final class Held {

		private final Object container;

		Held(Object container) {
			this.container = container;
		}

		@SuppressWarnings("unused") // by the name of the property
		public Object getContainer() {
			return this.container;
		}

	}

}
