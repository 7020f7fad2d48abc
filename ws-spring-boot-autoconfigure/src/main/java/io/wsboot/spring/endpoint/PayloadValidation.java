package io.wsboot.spring.endpoint;

import java.lang.annotation.Annotation;
import java.util.Collection;
import java.util.Map;

import io.wsboot.spring.endpoint.CallbackMethods.Callback;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Conventions;
import org.springframework.core.MethodParameter;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.SmartValidator;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.ValidationAnnotationUtils;

/**
 * Has payloads validated whose parameters say so.
 */
final class PayloadValidation {

	private final CallbackBean bean;

	private final @Nullable Validator validator;

	PayloadValidation(CallbackBean bean, @Nullable Validator validator) {
		this.bean = bean;
		this.validator = validator;
	}

	/** Whether an annotation asks for the validation of what it stands on. */
	static boolean isAskedForBy(Annotation annotation) {
		return ValidationAnnotationUtils.determineValidationHints(annotation) != null;
	}

	/**
	 * How a parameter takes the payload only if it is valid.
	 * @param callback the method
	 * @param parameter the one that takes the payload
	 * @return the payload, validated; {@code null} if nothing asks for it
	 * @throws InvalidEndpointException if nothing could validate it
	 */
	@Nullable CallValue validated(Callback callback, MethodParameter parameter) {
		for (Annotation annotation : parameter.getParameterAnnotations()) {
			Object[] groups = ValidationAnnotationUtils.determineValidationHints(annotation);
			if (groups != null && !ValidatingProxy.validates(this.bean)) {
				return validated(new Place(callback, parameter, annotation), groups);
			}
		}
		return null;
	}

	private CallValue validated(Place place, Object[] groups) {
		Validator validator = this.validator;
		if (validator == null) {
			throw invalid(place, "there is no validator.",
					"Add the dependency org.springframework.boot:spring-boot-starter-validation.");
		}
		Class<?> type = place.parameter().getParameterType();
		if (type == String.class || type == CharSequence.class || PayloadReader.isBinary(type)) {
			throw invalid(place, "text and bytes have no properties that could be validated.",
					"Take an object, or constrain the parameter itself and annotate the class with @Validated.");
		}
		if (type.isArray() || Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type)) {
			throw invalid(place, "the elements of a " + type.getSimpleName() + " are not looked at.",
					"Take a record that holds them, for example record Items(List<@Valid Item> items).");
		}
		if (!validator.supports(type)) {
			throw invalid(place,
					"the validator " + validator.getClass().getName() + " does not support " + type.getName() + ".",
					"Register a Validator that does, or remove the annotation.");
		}
		String name = Conventions.getVariableNameForParameter(place.parameter());
		return (session, payload) -> requireValid(validator, payload, name, groups);
	}

	private static @Nullable Object requireValid(Validator validator, @Nullable Object payload, String name,
			Object[] groups) {
		if (payload == null) {
			return null;
		}
		BeanPropertyBindingResult result = new BeanPropertyBindingResult(payload, name);
		if (groups.length > 0 && validator instanceof SmartValidator smart) {
			smart.validate(payload, result, groups);
		}
		else {
			validator.validate(payload, result);
		}
		if (result.hasErrors()) {
			throw new PayloadNotValidException(result);
		}
		return payload;
	}

	private InvalidEndpointException invalid(Place place, String problem, String remedy) {
		return this.bean.invalid(place.callback().method(), "The " + CallbackSignature.describe(place.parameter())
				+ " is annotated with @" + place.annotation().annotationType().getSimpleName() + ", but " + problem,
				remedy);
	}

	/**
	 * Where the validation is asked for.
	 */
	private record Place(Callback callback, MethodParameter parameter, Annotation annotation) {

	}

}
