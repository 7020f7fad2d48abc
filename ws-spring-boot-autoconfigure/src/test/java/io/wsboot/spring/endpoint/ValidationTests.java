package io.wsboot.spring.endpoint;

import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.wsboot.spring.TestPeer;
import io.wsboot.spring.annotation.OnError;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsEndpoint;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.validation.Errors;
import org.springframework.validation.FieldError;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;
import org.springframework.validation.beanvalidation.MethodValidationPostProcessor;
import org.springframework.web.bind.annotation.RequestParam;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Payloads whose parameters ask for validation.
 */
class ValidationTests {

	@Test
	void aPayloadThatIsNotValidClosesWith1008() throws Exception {
		try (EndpointServer server = new EndpointServer(OrderEndpoint.class, LocalValidatorFactoryBean.class);
				TestPeer peer = TestPeer.connect(server.port(), "/orders")) {
			peer.sendText("{\"item\":\"tea\",\"count\":2}").expect("text:2 x tea");
			peer.sendText("{\"item\":\" \",\"count\":2}").expectClose(1008, "payload-not-valid");
		}
	}

	@Test
	void whatIsWrongWithAPayloadIsAnArgumentOfOnError() throws Exception {
		try (EndpointServer server = new EndpointServer(ExplainingEndpoint.class, LocalValidatorFactoryBean.class);
				TestPeer peer = TestPeer.connect(server.port(), "/explaining")) {
			peer.sendText("{\"item\":\"\",\"count\":0}").expect("text:[\"order.count\",\"order.item\"]");
			peer.sendText("{\"item\":\"tea\",\"count\":1}").expect("text:[]");
		}
	}

	@Test
	void aPayloadThatIsChosenByItsSubtypeIsValidatedToo() throws Exception {
		try (EndpointServer server = new EndpointServer(EventEndpoint.class, LocalValidatorFactoryBean.class);
				TestPeer peer = TestPeer.connect(server.port(), "/events")) {
			peer.sendText("{\"kind\":\"joined\",\"name\":\"\"}").expect("text:joined ");
			peer.sendText("{\"kind\":\"said\",\"text\":\"hi\"}").expect("text:said hi");
			peer.sendText("{\"kind\":\"said\",\"text\":\"\"}").expectClose(1008, "payload-not-valid");
		}
	}

	@Test
	void onlyTheGroupsThatAreNamedAreValidated() throws Exception {
		try (EndpointServer server = new EndpointServer(GroupEndpoint.class, LocalValidatorFactoryBean.class);
				TestPeer peer = TestPeer.connect(server.port(), "/groups")) {
			peer.sendText("{\"name\":\"\"}").expect("text:created");
			peer.sendText("{}").expect("text:The payload is not valid: name must be there");
		}
	}

	@Test
	void aValidatorOfSpringsOwnKindWillDo() throws Exception {
		try (EndpointServer server = new EndpointServer(OrderEndpoint.class, NoTeaValidator.class);
				TestPeer peer = TestPeer.connect(server.port(), "/orders")) {
			peer.sendText("{\"item\":\"\",\"count\":2}").expect("text:2 x ");
			peer.sendText("{\"item\":\"tea\",\"count\":2}").expectClose(1008, "payload-not-valid");
		}
	}

	@Test
	void aValidatedClassIsValidatedByItsProxyAndNotASecondTime() throws Exception {
		CountingItem.validations.set(0);
		try (EndpointServer server = new EndpointServer(ProxiedEndpoint.class, MethodValidation.class);
				TestPeer peer = TestPeer.connect(server.port(), "/proxied")) {
			peer.sendText("{\"name\":\"x\"}").expect("text:x");
			assertThat(CountingItem.validations).hasValue(1);
			peer.sendText("{}").expect("text:ConstraintViolationException");
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { MethodValidation.class, AdaptedMethodValidation.class })
	void aPayloadThatAProxyRefusesClosesWith1008(Class<?> validation) throws Exception {
		try (EndpointServer server = new EndpointServer(GuardedEndpoint.class, GuardedService.class, validation);
				TestPeer argument = TestPeer.connect(server.port(), "/guarded?who=ada");
				TestPeer another = TestPeer.connect(server.port(), "/guarded?who=x");
				TestPeer result = TestPeer.connect(server.port(), "/guarded?who=ada");
				TestPeer service = TestPeer.connect(server.port(), "/guarded?who=ada")) {
			argument.sendText("hello").expect("text:hello").sendText("").expectClose(1008, "payload-not-valid");
			another.sendText("hello").expectClose(1011, "handler-failed");
			result.sendText("nothing").expectClose(1011, "handler-failed");
			service.sendText("ask").expectClose(1011, "handler-failed");
		}
	}

	record Order(@NotBlank String item, @Min(1) int count) {

	}

	@WsEndpoint("/orders")
	static class OrderEndpoint {

		@OnMessage
		String order(@Valid Order order) {
			return order.count() + " x " + order.item();
		}

	}

	@WsEndpoint("/explaining")
	static class ExplainingEndpoint {

		@OnMessage
		String[] order(@Valid Order order) {
			return new String[0];
		}

		@OnError
		Object[] explain(PayloadNotValidException ex) {
			return ex.bindingResult()
				.getFieldErrors()
				.stream()
				.map((error) -> error.getObjectName() + "." + ((FieldError) error).getField())
				.sorted()
				.toArray();
		}

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	@JsonSubTypes({ @JsonSubTypes.Type(value = Said.class, name = "said"),
			@JsonSubTypes.Type(value = Joined.class, name = "joined") })
	sealed interface Event permits Said, Joined {

	}

	record Said(@NotBlank String text) implements Event {

	}

	record Joined(@NotBlank String name) implements Event {

	}

	@WsEndpoint("/events")
	static class EventEndpoint {

		@OnMessage
		String said(@Valid Said said) {
			return "said " + said.text();
		}

		@OnMessage
		String joined(Joined joined) {
			return "joined " + joined.name();
		}

	}

	interface Creation {

	}

	record Person(@NotNull(groups = Creation.class, message = "must be there") @NotBlank String name) {

	}

	@WsEndpoint("/groups")
	static class GroupEndpoint {

		@OnMessage
		String create(@Validated(Creation.class) Person person) {
			return "created";
		}

		@OnError
		String error(PayloadNotValidException ex) {
			return ex.getMessage();
		}

	}

	static class NoTeaValidator implements Validator {

		@Override
		public boolean supports(Class<?> type) {
			return type == Order.class;
		}

		@Override
		public void validate(Object target, Errors errors) {
			if (((Order) target).item().equals("tea")) {
				errors.rejectValue("item", "tea", "must not be tea");
			}
		}

	}

	record CountingItem(@NotNull String name) {

		private static final AtomicInteger validations = new AtomicInteger();

		@Min(0)
		public int getValidations() {
			return validations.incrementAndGet();
		}

	}

	@Validated
	@WsEndpoint("/proxied")
	static class ProxiedEndpoint {

		@OnMessage
		String item(@Valid CountingItem item) {
			return item.name();
		}

		@OnError
		String error(Exception ex) {
			return ex.getClass().getSimpleName();
		}

	}

	@Validated
	@WsEndpoint("/guarded")
	static class GuardedEndpoint {

		private final GuardedService service;

		GuardedEndpoint(GuardedService service) {
			this.service = service;
		}

		@OnMessage
		@NotBlank
		String text(@RequestParam @Size(min = 3) String who, @NotBlank String text) {
			return text.equals("nothing") ? "" : text.equals("ask") ? this.service.text("") : text;
		}

	}

	@Validated
	static class GuardedService {

		String text(@NotBlank String text) {
			return text;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AdaptedMethodValidation {

		@Bean
		static LocalValidatorFactoryBean validator() {
			return new LocalValidatorFactoryBean();
		}

		@Bean
		static MethodValidationPostProcessor methodValidation() {
			MethodValidationPostProcessor processor = MethodValidation.methodValidation();
			processor.setAdaptConstraintViolations(true);
			return processor;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MethodValidation {

		@Bean
		static LocalValidatorFactoryBean validator() {
			return new LocalValidatorFactoryBean();
		}

		@Bean
		static MethodValidationPostProcessor methodValidation() {
			MethodValidationPostProcessor processor = new MethodValidationPostProcessor();
			processor.setProxyTargetClass(true);
			return processor;
		}

	}

}
