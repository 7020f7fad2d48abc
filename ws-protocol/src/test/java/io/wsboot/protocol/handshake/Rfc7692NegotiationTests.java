package io.wsboot.protocol.handshake;

import java.util.List;

import io.wsboot.protocol.CompressionOptions;
import io.wsboot.protocol.DeflateParameters;
import io.wsboot.protocol.handshake.DeflateNegotiation.Agreement;
import io.wsboot.protocol.http.HttpException;
import io.wsboot.protocol.http.HttpFields;
import io.wsboot.protocol.http.ResponseHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * How permessage-deflate is offered, accepted and verified (RFC 7692 §5, §7.1). Options
 * and parameters are written as {@code server takeover, client takeover, server bits,
 * client bits}: {@code k} keeps the context, {@code n} does not.
 */
class Rfc7692NegotiationTests {

	private static final WebSocketUri URI = WebSocketUri.parse("ws://server.example.com/chat");

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					# offer | options | response | parameters
					permessage-deflate | kk 15 15 | permessage-deflate | kk 15 15
					permessage-deflate | nn 15 15 | permessage-deflate; server_no_context_takeover; client_no_context_takeover | nn 15 15
					permessage-deflate | nk 15 15 | permessage-deflate; server_no_context_takeover | nk 15 15
					permessage-deflate | kn 15 15 | permessage-deflate; client_no_context_takeover | kn 15 15
					permessage-deflate; server_no_context_takeover | kk 15 15 | permessage-deflate; server_no_context_takeover | nk 15 15
					permessage-deflate; client_no_context_takeover | kk 15 15 | permessage-deflate; client_no_context_takeover | kn 15 15
					permessage-deflate; server_no_context_takeover; client_no_context_takeover | nn 15 15 | permessage-deflate; server_no_context_takeover; client_no_context_takeover | nn 15 15
					permessage-deflate; server_max_window_bits=8 | kk 15 15 | permessage-deflate; server_max_window_bits=8 | kk 8 15
					permessage-deflate; server_max_window_bits=10 | kk 12 15 | permessage-deflate; server_max_window_bits=10 | kk 10 15
					permessage-deflate; server_max_window_bits=12 | kk 10 15 | permessage-deflate; server_max_window_bits=10 | kk 10 15
					permessage-deflate; server_max_window_bits=15 | kk 15 15 | permessage-deflate; server_max_window_bits=15 | kk 15 15
					permessage-deflate | kk 9 15 | permessage-deflate; server_max_window_bits=9 | kk 9 15
					permessage-deflate; client_max_window_bits | kk 15 15 | permessage-deflate | kk 15 15
					permessage-deflate; client_max_window_bits | kk 15 9 | permessage-deflate; client_max_window_bits=9 | kk 15 9
					permessage-deflate; client_max_window_bits=10 | kk 15 12 | permessage-deflate; client_max_window_bits=10 | kk 15 10
					permessage-deflate; client_max_window_bits=15 | kk 15 9 | permessage-deflate; client_max_window_bits=9 | kk 15 9
					permessage-deflate | kk 15 9 | permessage-deflate | kk 15 15
					permessage-deflate; server_max_window_bits="10"; client_max_window_bits="11" | kk 15 15 | permessage-deflate; server_max_window_bits=10; client_max_window_bits=11 | kk 10 11
					permessage-deflate; client_max_window_bits=8; server_max_window_bits=8; client_no_context_takeover; server_no_context_takeover | kk 15 15 | permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=8; client_max_window_bits=8 | nn 8 8
					""")
	void anOfferIsAccepted(String offer, String options, String response, String parameters) throws HandshakeException {
		Agreement agreement = DeflateNegotiation.accept(ExtensionOffer.parse(List.of(offer)), options(options));
		assertThat(agreement).isNotNull();
		assertThat(agreement.response().fieldValue()).isEqualTo(response);
		assertThat(agreement.parameters()).isEqualTo(parameters(parameters));
	}

	@ParameterizedTest
	@ValueSource(strings = { "x-webkit-deflate-frame", "permessage-bzip2", "Permessage-Deflate",
			"permessage-deflate; unknown", "permessage-deflate; unknown=1",
			"permessage-deflate; Server_No_Context_Takeover",
			"permessage-deflate; server_no_context_takeover; server_no_context_takeover",
			"permessage-deflate; client_no_context_takeover; client_no_context_takeover",
			"permessage-deflate; server_no_context_takeover=1", "permessage-deflate; server_no_context_takeover=true",
			"permessage-deflate; client_no_context_takeover=0", "permessage-deflate; server_max_window_bits",
			"permessage-deflate; server_max_window_bits=7", "permessage-deflate; server_max_window_bits=16",
			"permessage-deflate; server_max_window_bits=08", "permessage-deflate; server_max_window_bits=-8",
			"permessage-deflate; server_max_window_bits=+8", "permessage-deflate; server_max_window_bits=0",
			"permessage-deflate; server_max_window_bits=8.0", "permessage-deflate; server_max_window_bits=010",
			"permessage-deflate; server_max_window_bits=4294967304",
			"permessage-deflate; server_max_window_bits=99999999999999999999999",
			"permessage-deflate; server_max_window_bits=x", "permessage-deflate; server_max_window_bits=\"7\"",
			"permessage-deflate; server_max_window_bits=10; server_max_window_bits=10",
			"permessage-deflate; client_max_window_bits=7", "permessage-deflate; client_max_window_bits=16",
			"permessage-deflate; client_max_window_bits=08", "permessage-deflate; client_max_window_bits=-8",
			"permessage-deflate; client_max_window_bits; client_max_window_bits",
			"permessage-deflate; client_max_window_bits; client_max_window_bits=10",
			"permessage-deflate; client_max_window_bits=10; client_max_window_bits" })
	void anIllegalOfferIsDeclinedAndTheNextConsidered(String offer) throws HandshakeException {
		assertThat(DeflateNegotiation.accept(ExtensionOffer.parse(List.of(offer)), options("kk 15 15"))).isNull();
		Agreement next = DeflateNegotiation.accept(
				ExtensionOffer
					.parse(List.of(offer, "permessage-deflate; server_max_window_bits=11", "permessage-deflate")),
				options("kk 15 15"));
		assertThat(next).isNotNull();
		assertThat(next.response().fieldValue()).isEqualTo("permessage-deflate; server_max_window_bits=11");
	}

	@Test
	void withoutAnOfferNothingIsAgreedOn() {
		assertThat(DeflateNegotiation.accept(List.of(), CompressionOptions.DEFAULTS)).isNull();
	}

	@Test
	void theAnswerOfTheServerNamesWhatWasAgreedOn() throws HttpException, HandshakeException {
		ServerHandshake handshake = UpgradeRequest.valid()
			.with("Sec-WebSocket-Extensions: other, permessage-deflate; client_max_window_bits")
			.check();
		Agreement agreement = DeflateNegotiation.accept(handshake.extensions(), options("nk 15 10"));
		assertThat(agreement).isNotNull();
		ResponseHead head = handshake.accept(null, agreement.response(), HttpFields.EMPTY);
		assertThat(head.fields().all("Sec-WebSocket-Extensions"))
			.containsExactly("permessage-deflate; server_no_context_takeover; client_max_window_bits=10");
	}

	@Test
	void onlyAnExtensionThatWasOfferedCanBeAccepted() throws HttpException, HandshakeException {
		ServerHandshake handshake = UpgradeRequest.valid().with("Sec-WebSocket-Extensions: other").check();
		ExtensionOffer extension = new ExtensionOffer("permessage-deflate", List.of());
		assertThatIllegalArgumentException().isThrownBy(() -> handshake.accept(null, extension, HttpFields.EMPTY))
			.withMessageContaining("offered");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					kk 15 15 | permessage-deflate; client_max_window_bits
					nn 15 15 | permessage-deflate; server_no_context_takeover; client_no_context_takeover; client_max_window_bits
					kk 9 15 | permessage-deflate; server_max_window_bits=9; client_max_window_bits
					nk 15 9 | permessage-deflate; server_no_context_takeover; client_max_window_bits=9
					""")
	void theClientOffersWhatItsOptionsSay(String options, String offer) throws HandshakeException {
		assertThat(DeflateNegotiation.offer(options(options)).fieldValue()).isEqualTo(offer);
		assertThat(client(options).request().fields().all("Sec-WebSocket-Extensions")).containsExactly(offer);
		Agreement agreement = DeflateNegotiation.accept(ExtensionOffer.parse(List.of(offer)), options("kk 15 15"));
		assertThat(agreement).isNotNull();
		assertThat(agreement.parameters()).isEqualTo(parameters(options));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			# options | response | parameters
			kk 15 15 | permessage-deflate | kk 15 15
			kk 15 15 | permessage-deflate; server_no_context_takeover | nk 15 15
			kk 15 15 | permessage-deflate; client_no_context_takeover | kn 15 15
			kk 15 15 | permessage-deflate; server_max_window_bits=8 | kk 8 15
			kk 15 15 | permessage-deflate; client_max_window_bits=8 | kk 15 8
			kk 10 15 | permessage-deflate; server_max_window_bits="10" | kk 10 15
			kk 15 10 | permessage-deflate; client_max_window_bits=10 | kk 15 10
			kk 15 10 | permessage-deflate; client_max_window_bits=9 | kk 15 9
			# what this side offered of itself it keeps
			kn 15 10 | permessage-deflate | kn 15 10
			# what was asked of the server and is left out harms nobody
			nk 10 15 | permessage-deflate | kk 15 15
			""")
	void aRightResponseIsTaken(String options, String response, String parameters) throws HandshakeException {
		Negotiated negotiated = client(options).verify(answer(response));
		assertThat(negotiated.deflate()).isEqualTo(parameters(parameters));
		assertThat(negotiated.extensions()).isEqualTo(ExtensionOffer.parse(List.of(response)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "permessage-bzip2", "permessage-deflate, permessage-deflate",
			"permessage-deflate, permessage-bzip2", "permessage-deflate; unknown",
			"permessage-deflate; server_no_context_takeover; server_no_context_takeover",
			"permessage-deflate; server_no_context_takeover=1", "permessage-deflate; client_no_context_takeover=1",
			"permessage-deflate; server_max_window_bits", "permessage-deflate; server_max_window_bits=7",
			"permessage-deflate; server_max_window_bits=16", "permessage-deflate; server_max_window_bits=08",
			"permessage-deflate; server_max_window_bits=-8", "permessage-deflate; server_max_window_bits=13",
			"permessage-deflate; server_max_window_bits=10; server_max_window_bits=10",
			"permessage-deflate; client_max_window_bits", "permessage-deflate; client_max_window_bits=7",
			"permessage-deflate; client_max_window_bits=16", "permessage-deflate; client_max_window_bits=12",
			"permessage-deflate; client_max_window_bits=999999999999", "permessage-deflate;", "" })
	void aWrongResponseFailsTheConnection(String response) {
		ResponseHead head = answer(response);
		assertThatExceptionOfType(HandshakeException.class).isThrownBy(() -> client("kk 12 11").verify(head))
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(101))
			.satisfies((ex) -> assertThat(ex.fields()).isSameAs(head.fields()))
			.satisfies((ex) -> assertThat(ex.getMessage()).startsWith("The ").endsWith("."));
	}

	@Test
	void aResponseOfTwoLinesFailsTheConnection() {
		HttpFields fields = HttpFields.builder()
			.addAll(answer("permessage-deflate").fields())
			.add("Sec-WebSocket-Extensions", "permessage-deflate")
			.build();
		assertThatExceptionOfType(HandshakeException.class)
			.isThrownBy(() -> client("kk 15 15").verify(ResponseHead.of(101, fields)))
			.withMessageContaining("only once");
	}

	@Test
	void aServerMayDecline() throws HandshakeException {
		Negotiated negotiated = client("nn 9 9").verify(answer(null));
		assertThat(negotiated.deflate()).isNull();
		assertThat(negotiated.extensions()).isEmpty();
	}

	private static ClientHandshake client(String options) {
		return new ClientHandshake(URI, List.of(), options(options), HttpFields.EMPTY,
				new HandshakeKey(UpgradeRequest.KEY));
	}

	private static ResponseHead answer(String extensions) {
		HttpFields.Builder fields = HttpFields.builder()
			.add("Upgrade", "websocket")
			.add("Connection", "Upgrade")
			.add("Sec-WebSocket-Accept", UpgradeRequest.ACCEPT);
		return ResponseHead.of(101,
				((extensions != null) ? fields.add("Sec-WebSocket-Extensions", extensions) : fields).build());
	}

	private static DeflateParameters parameters(String text) {
		String[] parts = text.split(" ");
		return new DeflateParameters(parts[0].charAt(0) == 'n', parts[0].charAt(1) == 'n', Integer.parseInt(parts[1]),
				Integer.parseInt(parts[2]));
	}

	private static CompressionOptions options(String text) {
		DeflateParameters wanted = parameters(text);
		return new CompressionOptions(6, 0, wanted.serverNoContextTakeover(), wanted.clientNoContextTakeover(),
				wanted.serverMaxWindowBits(), wanted.clientMaxWindowBits());
	}

}
