package io.wsboot.spring.endpoint;

import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.wsboot.spring.endpoint.CallbackMethods.Callback;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Conventions;
import org.springframework.core.MethodParameter;
import org.springframework.util.ClassUtils;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.BindingResult;
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
		if (ValidatingProxy.validates(this.bean)) {
			return null;
		}
		List<Annotation> annotations = new ArrayList<>(List.of(parameter.getParameterAnnotations()));
		List<Annotation> ofElements = ElementValidation.annotations(parameter);
		requireNoConstraints(callback, parameter, ofElements);
		annotations.addAll(ofElements);
		for (Annotation annotation : annotations) {
			Object[] groups = ValidationAnnotationUtils.determineValidationHints(annotation);
			if (groups != null) {
				return validated(new Place(callback, parameter, annotation), groups);
			}
		}
		return null;
	}

	private void requireNoConstraints(Callback callback, MethodParameter parameter, List<Annotation> ofElements) {
		for (Annotation annotation : ofElements) {
			if (!isAskedForBy(annotation) && ParameterBinder.isValidation(annotation.annotationType())) {
				throw this.bean.invalid(callback.method(),
						"The elements of the " + CallbackSignature.describe(parameter) + " are annotated with @"
								+ annotation.annotationType().getSimpleName() + ", but nothing validates them.",
						"Annotate the class with @Validated and add spring-boot-starter-validation.");
			}
		}
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
		Class<?> element = ElementValidation.element(place.parameter());
		if (ClassUtils.isSimpleValueType(element)) {
			throw invalid(place, "a " + element.getSimpleName() + " has no properties that could be validated.",
					"Take an object, or objects that hold the values.");
		}
		if (!validator.supports(element)) {
			throw invalid(place,
					"the validator " + validator.getClass().getName() + " does not support " + element.getName() + ".",
					"Register a Validator that does, or remove the annotation.");
		}
		if (element != type) {
			String name = ElementValidation.name(place.parameter());
			return (session, payload) -> requireValid(payload,
					(container) -> new ElementValidation(validator, groups, container, name).result());
		}
		String name = Conventions.getVariableNameForParameter(place.parameter());
		return (session, payload) -> requireValid(payload, (object) -> validate(validator, groups, object, name));
	}

	private static @Nullable Object requireValid(@Nullable Object payload, Function<Object, BindingResult> validation) {
		BindingResult result = (payload != null) ? validation.apply(payload) : null;
		if (result != null && result.hasErrors()) {
			throw new PayloadNotValidException(result);
		}
		return payload;
	}

	/** What is wrong with an object and its properties. */
	static BindingResult validate(Validator validator, Object[] groups, Object object, String name) {
		BeanPropertyBindingResult result = new BeanPropertyBindingResult(object, name);
		if (groups.length > 0 && validator instanceof SmartValidator smart) {
			smart.validate(object, result, groups);
		}
		else {
			validator.validate(object, result);
		}
		return result;
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
