package io.wsboot.spring.endpoint;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.validation.BindingResult;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;
import org.springframework.validation.Validator;

/**
 * Validates the elements of one payload that is an array, a collection or a map, of which
 * the values are validated. What is wrong is found at the element's place: the fields of
 * the result are called {@code [0].item}, or {@code [key].item} in a map; the elements of
 * a set have no place, {@code [].item}.
 */
final class ElementValidation {

	private final Validator validator;

	private final Object[] groups;

	private final ContainerBindingResult result;

	private final Object container;

	/**
	 * Prepares to validate a payload.
	 * @param validator validates each element
	 * @param groups of constraints; may be empty
	 * @param container the payload
	 * @param name what it is called in errors
	 */
	ElementValidation(Validator validator, Object[] groups, Object container, String name) {
		this.validator = validator;
		this.groups = groups;
		this.container = container;
		this.result = new ContainerBindingResult(container, name);
	}

	/**
	 * The type of the elements of a payload, however deep they are.
	 * @param parameter takes the payload
	 * @return the type; that of the parameter if it has no elements
	 */
	static Class<?> element(MethodParameter parameter) {
		ResolvableType type = ResolvableType.forMethodParameter(parameter);
		while (isContainer(type.resolve(Object.class))) {
			type = type.isArray() ? type.getComponentType() : type.as(Map.class).equals(ResolvableType.NONE)
					? type.as(Collection.class).getGeneric() : type.as(Map.class).getGeneric(1);
		}
		return type.resolve(Object.class);
	}

	private static boolean isContainer(Class<?> type) {
		return type.isArray() || Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type);
	}

	/** What a payload is called in errors. */
	static String name(MethodParameter parameter) {
		String name = parameter.getParameterName();
		return (name != null) ? name : "payload";
	}

	/**
	 * The annotations of the elements of a payload, as in {@code List<@Valid Item>}.
	 * @param parameter takes the payload
	 * @return the annotations, also of elements within elements
	 */
	static List<Annotation> annotations(MethodParameter parameter) {
		List<Annotation> annotations = new ArrayList<>();
		if (isContainer(parameter.getParameterType())) {
			collect(parameter.getParameter().getAnnotatedType(), annotations);
		}
		return annotations;
	}

	private static void collect(AnnotatedType type, List<Annotation> annotations) {
		AnnotatedType[] inner = {};
		if (type instanceof AnnotatedParameterizedType parameterized) {
			inner = parameterized.getAnnotatedActualTypeArguments();
		}
		else if (type instanceof AnnotatedArrayType array) {
			inner = new AnnotatedType[] { array.getAnnotatedGenericComponentType() };
		}
		for (AnnotatedType each : inner) {
			annotations.addAll(List.of(each.getAnnotations()));
			collect(each, annotations);
		}
	}

	/** Validates all elements. */
	BindingResult result() {
		visit(this.container, "");
		return this.result;
	}

	private void visit(@Nullable Object element, String path) {
		if (element instanceof Map<?, ?> map) {
			map.forEach((key, value) -> visit(value, path + "[" + key + "]"));
		}
		else if (element instanceof Object[] array) {
			visit(Arrays.asList(array), path);
		}
		else if (element instanceof Collection<?> elements) {
			int index = 0;
			for (Object each : elements) {
				visit(each, path + ((elements instanceof List) ? "[" + index + "]" : "[]"));
				index++;
			}
		}
		else if (element != null) {
			validate(element, path);
		}
	}

	private void validate(Object element, String path) {
		BindingResult found = PayloadValidation.validate(this.validator, this.groups, element,
				this.result.getObjectName());
		for (ObjectError error : found.getAllErrors()) {
			FieldError placed = (error instanceof FieldError field)
					? placed(field, path + "." + field.getField(), field.getRejectedValue())
					: placed(error, path, element);
			if (error.contains(Object.class)) {
				placed.wrap(error.unwrap(Object.class));
			}
			this.result.addError(placed);
		}
	}

	private static FieldError placed(ObjectError error, String path, @Nullable Object rejected) {
		return new FieldError(error.getObjectName(), path, rejected, false, error.getCodes(), error.getArguments(),
				error.getDefaultMessage());
	}

}
