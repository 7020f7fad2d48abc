package io.wsboot.spring.endpoint;

import java.util.stream.Collectors;

import org.springframework.validation.BindingResult;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

/**
 * A message whose payload could be read, but is not what its constraints demand. It is
 * the peer's fault: unless an {@link io.wsboot.spring.annotation.OnError @OnError} method
 * takes it, the session is closed with 1008 and the reason {@code payload-not-valid}.
 */
public final class PayloadNotValidException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient BindingResult bindingResult;

	/**
	 * Describes a payload.
	 * @param bindingResult what is wrong with it; has at least one error
	 */
	public PayloadNotValidException(BindingResult bindingResult) {
		super("The payload is not valid: " + bindingResult.getAllErrors()
			.stream()
			.map(PayloadNotValidException::describe)
			.sorted()
			.collect(Collectors.joining("; ")));
		this.bindingResult = bindingResult;
	}

	/** The values themselves stay out of logs. */
	private static String describe(ObjectError error) {
		String where = (error instanceof FieldError field) ? field.getField() : error.getObjectName();
		return where + " " + error.getDefaultMessage();
	}

	/**
	 * What is wrong.
	 * @return the errors of the fields, and those of the payload as a whole
	 */
	public BindingResult bindingResult() {
		return this.bindingResult;
	}

}
