package io.wsboot.spring.endpoint;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.wsboot.spring.annotation.Execution;
import io.wsboot.spring.annotation.Unmatched;
import io.wsboot.spring.endpoint.CallbackMethods.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Prepares the callbacks of one endpoint, once for each way in which its sessions choose
 * their codec, so that no message has to ask.
 */
final class CallbackAssembly {

	private final EndpointBean bean;

	private final HandshakeBinder handshake;

	private final EndpointTools tools;

	private final MessageSettings settings;

	private final Advices advices;

	private final Map<CodecChoice, EndpointCallbacks> made = new HashMap<>();

	CallbackAssembly(EndpointBean bean, HandshakeBinder handshake, EndpointTools tools, MessageSettings settings,
			Advices advices) {
		this.bean = bean;
		this.handshake = handshake;
		this.tools = tools;
		this.settings = settings;
		this.advices = advices;
	}

	/**
	 * Prepares them.
	 * @param name the endpoint's name
	 * @throws InvalidEndpointException if they cannot work
	 */
	SubprotocolCallbacks assemble(String name) {
		List<Callback> methods = new CallbackMethods(this.bean).find();
		CallbackThreads threads = CallbackThreads.of(this.bean.execution(), methods);
		requireThreads(threads, methods);
		TransactionalLoop.warn(this.bean, threads, methods);
		EndpointCallbacks otherwise = callbacks(name, methods, choice(name));
		Map<String, EndpointCallbacks> bySubprotocol = new HashMap<>();
		for (String subprotocol : this.bean.subprotocols()) {
			CodecChoice choice = this.tools.codecs().serving(subprotocol);
			if (choice != null) {
				bySubprotocol.put(subprotocol, callbacks(name, methods, choice));
			}
		}
		return new SubprotocolCallbacks(threads, otherwise, Map.copyOf(bySubprotocol));
	}

	/** Messages that are handled at the same time need threads. */
	private void requireThreads(CallbackThreads threads, List<Callback> methods) {
		if (!this.bean.annotation().concurrent()) {
			return;
		}
		if (threads == CallbackThreads.LOOP) {
			throw this.bean.invalid(null, "It is concurrent, but runs on the event loop, which is a single thread.",
					"Remove execution = Execution.EVENT_LOOP, or concurrent = true.");
		}
		for (Callback method : methods) {
			if (method.execution() == Execution.EVENT_LOOP) {
				throw this.bean.invalid(method.method(),
						"It runs on the event loop, which is a single thread, but the endpoint is concurrent.",
						"Write " + method.kind().label()
								+ "(execution = Execution.EXECUTOR), or remove concurrent = true.");
			}
		}
	}

	/** For sessions whose subprotocol chooses nothing. */
	private CodecChoice choice(String name) {
		MessageCodecs codecs = this.tools.codecs();
		String set = this.settings.codec(name);
		String wanted = (set != null) ? set : this.tools.placeholders().apply(this.bean.annotation().codec());
		if (wanted.isBlank()) {
			return codecs.byKind();
		}
		WsMessageCodec codec = codecs.named(wanted);
		if (codec == null) {
			String known = codecs.names().isEmpty() ? "there is none"
					: "there are: " + String.join(", ", codecs.names());
			throw this.bean.invalid(null, "Its codec '" + wanted + "' does not exist; " + known + ".",
					(set != null) ? "Correct ws.endpoints." + name + ".codec, or add a WsMessageCodec with this name."
							: "Correct @WsEndpoint(codec = …), or add a WsMessageCodec with this name.");
		}
		return CodecChoice.agreed(codec);
	}

	private EndpointCallbacks callbacks(String name, List<Callback> methods, CodecChoice choice) {
		EndpointCallbacks present = this.made.get(choice);
		if (present != null) {
			return present;
		}
		PayloadTypes payloads = new PayloadTypes(this.bean, choice, this.settings.typeProperty());
		EndpointOutput output = new EndpointOutput(choice, this.tools.messaging());
		CallbackPreparation preparation = new CallbackPreparation(this.bean, this.handshake, this.tools, payloads,
				output);
		CallbackTable table = new CallbackTable(this.bean, payloads);
		for (Callback method : methods) {
			preparation.prepare(method).forEach(table::add);
		}
		FailureCallbacks failures = new FailureCallbacks(table.errors(),
				this.advices.methods(this.bean, this.handshake, choice), this.settings.unhandled(),
				new PayloadConstraints(this.bean.type(), preparation.payloads()));
		EndpointCallbacks callbacks = table.build(failures, agreed(choice), unmatched(name));
		this.made.put(choice, callbacks);
		return callbacks;
	}

	private @Nullable AgreedCodec agreed(CodecChoice choice) {
		WsMessageCodec codec = choice.agreedCodec();
		return (codec != null) ? new AgreedCodec(codec, this.tools.codecs().encoders()) : null;
	}

	private Unmatched unmatched(String name) {
		Unmatched set = this.settings.unmatched(name);
		Unmatched own = (set != null && set != Unmatched.DEFAULT) ? set : this.bean.annotation().unmatched();
		Unmatched policy = (own != Unmatched.DEFAULT) ? own : this.settings.unmatched();
		return (policy != Unmatched.DEFAULT) ? policy : Unmatched.ERROR;
	}

}
