package io.wsboot.spring.endpoint;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.wsboot.spring.TestPeer;
import io.wsboot.spring.annotation.OnError;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.WsEndpoint;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
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
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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

	@Test
	void whenThereIsNoValidatorThenTheDependencyIsNamed() {
		StartUpErrors.assertError(OrderEndpoint.class, "order(Order)",
				"The parameter 'order' (Order) is annotated with @Valid, but there is no validator.",
				"Add the dependency org.springframework.boot:spring-boot-starter-validation.");
	}

	@Test
	void whenTextIsToBeValidatedThenItIsRefused() {
		StartUpErrors.assertText(error(TextEndpoint.class), TextEndpoint.class, "text(String)",
				"The parameter 'text' (String) is annotated with @Valid, but text and bytes have no properties that"
						+ " could be validated.",
				"Take an object, or constrain the parameter itself and annotate the class with @Validated.");
	}

	@Test
	void whenElementsAreToBeValidatedThenARecordIsProposed() {
		StartUpErrors.assertText(error(ListEndpoint.class), ListEndpoint.class, "list(List)",
				"The parameter 'orders' (List) is annotated with @Valid, but the elements of a List are not looked at.",
				"Take a record that holds them, for example record Items(List<@Valid Item> items).");
	}

	@Test
	void whenTheValidatorDoesNotKnowTheTypeThenItIsSaid() {
		DefaultListableBeanFactory beans = Scans.beans(GroupEndpoint.class);
		beans.registerBeanDefinition("validator", new RootBeanDefinition(NoTeaValidator.class));
		InvalidEndpointException error = catchThrowableOfType(InvalidEndpointException.class,
				() -> Scans.scan(beans, Scans.json()));
		StartUpErrors.assertText(error, GroupEndpoint.class, "create(Person)",
				"The parameter 'person' (Person) is annotated with @Validated, but the validator "
						+ NoTeaValidator.class.getName() + " does not support " + Person.class.getName() + ".",
				"Register a Validator that does, or remove the annotation.");
	}

	@Test
	void whenAConstraintIsCheckedByNobodyThenItIsRefused() {
		for (Class<?> type : List.of(ConstraintEndpoint.class, HandshakeEndpoint.class)) {
			assertThat(StartUpErrors.error(type).problem())
				.isEqualTo("The parameter 'text' (String) is annotated with @NotBlank, but nothing validates it.");
			assertThat(StartUpErrors.error(type).remedy())
				.isEqualTo("Annotate the class with @Validated and add spring-boot-starter-validation.");
		}
	}

	private static InvalidEndpointException error(Class<?> type) {
		DefaultListableBeanFactory beans = Scans.beans(type);
		beans.registerBeanDefinition("validator", new RootBeanDefinition(LocalValidatorFactoryBean.class));
		return catchThrowableOfType(InvalidEndpointException.class, () -> Scans.scan(beans, Scans.json()));
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

	@WsEndpoint("/text")
	static class TextEndpoint {

		@OnMessage
		void text(@Valid String text) {
		}

	}

	@WsEndpoint("/list")
	static class ListEndpoint {

		@OnMessage
		void list(@Valid List<Order> orders) {
		}

	}

	@WsEndpoint("/constraint")
	static class ConstraintEndpoint {

		@OnMessage
		void text(@NotBlank String text) {
		}

	}

	@WsEndpoint("/handshake")
	static class HandshakeEndpoint {

		@OnOpen
		void open(@RequestParam @NotBlank String text) {
		}

	}

}
