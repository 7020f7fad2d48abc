package io.wsboot.spring.endpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.wsboot.protocol.CloseStatus;
import io.wsboot.spring.TestPeer;
import io.wsboot.spring.annotation.Execution;
import io.wsboot.spring.annotation.OnClose;
import io.wsboot.spring.annotation.OnError;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.OnPing;
import io.wsboot.spring.annotation.OnPong;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.transport.Suspension;
import io.wsboot.transport.WsSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Endpoints of which some methods run on the event loop and some on the executor, over
 * real sockets.
 */
@ExtendWith(OutputCaptureExtension.class)
class MethodExecutionTests {

	private static final String LOOP = "ws-loop";

	private static final String EXECUTOR = "test-handler";

	@Test
	void eachMethodRunsWhereItSaysAndElseWhereTheEndpointSays() throws Exception {
		try (EndpointServer server = new EndpointServer(ThreadsEndpoint.class)) {
			ThreadsEndpoint endpoint = server.bean(ThreadsEndpoint.class);
			try (TestPeer peer = TestPeer.connect(server.port(), "/threads")) {
				peer.expect("text:opened on " + EXECUTOR);
				peer.sendText("x").expect("text:text on " + LOOP);
				peer.sendBinary(1).expect("text:binary on " + EXECUTOR);
				peer.sendPing(2).expect("pong:02").expect("text:ping on " + EXECUTOR);
				peer.sendPong(3).expect("text:pong on " + LOOP);
				peer.sendClose(1000, "").expectClose(1000, "");
			}
			assertThat(endpoint.closed.get(10, TimeUnit.SECONDS)).isEqualTo("closed on " + EXECUTOR);
		}
	}

	@Test
	void repliesKeepTheOrderOfTenThousandMixedMessagesInEightSessions() throws Exception {
		try (EndpointServer server = new EndpointServer(EchoEndpoint.class)) {
			List<TestPeer> peers = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				peers.add(TestPeer.connect(server.port(), "/echo"));
			}
			for (int number = 0; number < 1250; number++) {
				for (TestPeer peer : peers) {
					send(peer, number);
				}
			}
			for (TestPeer peer : peers) {
				for (int number = 0; number < 1250; number++) {
					peer.expect("text:" + number);
				}
				peer.close();
			}
		}
	}

	/** Three kinds of messages, each of them for another method. */
	private static void send(TestPeer peer, int number) throws Exception {
		if (number % 3 == 0) {
			peer.sendText(Integer.toString(number));
		}
		else if (number % 3 == 1) {
			peer.sendBinary(Integer.toString(number).getBytes(StandardCharsets.US_ASCII));
		}
		else {
			peer.sendText("{\"type\":\"slow\",\"number\":" + number + "}");
		}
	}

	@Test
	void theOthersWaitForAMethodOnTheExecutorButNotOtherSessions() throws Exception {
		try (EndpointServer server = new EndpointServer(BlockingEndpoint.class);
				TestPeer peer = TestPeer.connect(server.port(), "/blocking");
				TestPeer other = TestPeer.connect(server.port(), "/blocking")) {
			BlockingEndpoint endpoint = server.bean(BlockingEndpoint.class);
			peer.sendBinary(1).sendText("behind");
			CountDownLatch go = endpoint.blocked();
			other.sendText("quick").expect("text:quick");
			peer.expectNothingMore();
			go.countDown();
			peer.expect("binary:01").expect("text:behind");
		}
	}

	@Test
	void whileTheExecutorIsFullTheSessionWaitsAndNothingIsLost() throws Exception {
		try (EndpointServer server = new EndpointServer(EchoEndpoint.class);
				TestPeer peer = TestPeer.connect(server.port(), "/echo")) {
			server.rejections.set(5);
			peer.sendText("0").sendBinary('1').sendText("2").sendText("{\"type\":\"slow\",\"number\":3}");
			peer.expect("text:0").expect("text:1").expect("text:2").expect("text:3");
			assertThat(server.rejections).hasValue(0);
		}
	}

	@Test
	void theEndOfASessionWaitsForAMethodOnTheExecutor() throws Exception {
		try (EndpointServer server = new EndpointServer(BlockingEndpoint.class)) {
			BlockingEndpoint endpoint = server.bean(BlockingEndpoint.class);
			TestPeer peer = TestPeer.connect(server.port(), "/blocking");
			peer.sendBinary(1);
			CountDownLatch go = endpoint.blocked();
			peer.abort();
			assertThat(endpoint.events).containsExactly("begun");
			go.countDown();
			await()
				.untilAsserted(() -> assertThat(endpoint.events).containsExactly("begun", "returned", "closed 1006"));
		}
	}

	@Test
	void aCloseOfThePeerIsAnsweredBehindAMethodOnTheExecutor() throws Exception {
		try (EndpointServer server = new EndpointServer(BlockingEndpoint.class);
				TestPeer peer = TestPeer.connect(server.port(), "/blocking")) {
			BlockingEndpoint endpoint = server.bean(BlockingEndpoint.class);
			peer.sendBinary(1);
			CountDownLatch go = endpoint.blocked();
			peer.sendClose(4001, "bye");
			go.countDown();
			peer.expect("binary:01");
			peer.expectClose(4001, "");
			await()
				.untilAsserted(() -> assertThat(endpoint.events).containsExactly("begun", "returned", "closed 4001"));
		}
	}

	@Test
	void aServerThatStopsWaitsForAnOnCloseOnTheExecutor() throws Exception {
		SlowCloseEndpoint endpoint;
		try (EndpointServer server = new EndpointServer(SlowCloseEndpoint.class);
				TestPeer peer = TestPeer.connect(server.port(), "/slow-close")) {
			endpoint = server.bean(SlowCloseEndpoint.class);
			peer.sendText("x").expect("text:x");
		}
		assertThat(endpoint.closed).isEqualTo("closed on " + EXECUTOR);
	}

	@Test
	void failuresAreDealtWithWhereTheyArise() throws Exception {
		try (EndpointServer server = new EndpointServer(FailingEndpoint.class);
				TestPeer peer = TestPeer.connect(server.port(), "/failing")) {
			FailingEndpoint endpoint = server.bean(FailingEndpoint.class);
			peer.sendText("1").expect("text:text failed on " + LOOP);
			assertThat(endpoint.failedOn.take()).isSameAs(endpoint.handledOn.take());
			peer.sendBinary(1).expect("text:binary failed on " + EXECUTOR);
			assertThat(endpoint.failedOn.take()).isSameAs(endpoint.handledOn.take());
			peer.sendText("{\"type\":\"later\"}").expect("text:later failed on " + EXECUTOR);
			peer.sendText("{\"type\":\"publisher\"}").expect("text:publisher failed on " + EXECUTOR);
			peer.sendText("{\"type\":\"unreadable\",\"number\":\"x\"}").expect("text:unreadable on " + EXECUTOR);
			peer.sendText("{\"type\":\"fatal\"}").expectClose(1011, "handler-failed");
		}
	}

	@Test
	void anAnswerThatComesLaterIsAwaitedAndSentOnTheExecutor() throws Exception {
		try (EndpointServer server = new EndpointServer(LaterEndpoint.class);
				TestPeer peer = TestPeer.connect(server.port(), "/later")) {
			LaterEndpoint endpoint = server.bean(LaterEndpoint.class);
			peer.sendBinary(1).sendText("behind");
			CompletableFuture<Object> answer = endpoint.asked.poll(10, TimeUnit.SECONDS);
			assertThat(endpoint.asked.poll(50, TimeUnit.MILLISECONDS)).isNull();
			answer.complete(List.of(new Encoded()));
			String reply = peer.next();
			assertThat(reply).startsWith("text:{\"encodedOn\":\"" + EXECUTOR);
			peer.expect("text:behind");
		}
	}

	@Test
	void elementsThatThePeerDoesNotReadYetAreSentOnTheExecutorLater() throws Exception {
		try (EndpointServer server = new EndpointServer(ManyEndpoint.class);
				TestPeer peer = TestPeer.connect(server.port(), "/many")) {
			peer.sendBinary(100).sendText("behind");
			for (int i = 0; i < 100; i++) {
				assertThat(peer.next()).startsWith("text:" + i + " on " + EXECUTOR);
			}
			peer.expect("text:behind");
		}
	}

	@Test
	void objectsAreReadOnTheExecutorUnlessTheMethodRunsOnTheLoop() throws Exception {
		try (EndpointServer server = new EndpointServer(ObjectEndpoint.class, SealedEndpoint.class);
				TestPeer typed = TestPeer.connect(server.port(), "/object");
				TestPeer sealed = TestPeer.connect(server.port(), "/sealed")) {
			typed.sendText("{\"type\":\"quick\"}").expect("text:read on " + LOOP + ", quick on " + LOOP);
			typed.sendText("{\"type\":\"slow\"}").expect("text:read on " + EXECUTOR + ", slow on " + EXECUTOR);
			sealed.sendText("{\"type\":\"up\"}").expect("text:up on " + LOOP);
			sealed.sendText("{\"type\":\"down\"}").expect("text:down on " + EXECUTOR);
		}
	}

	@Test
	void aMethodOnTheExecutorMaySuspendItself() throws Exception {
		try (EndpointServer server = new EndpointServer(SuspendingEndpoint.class);
				TestPeer peer = TestPeer.connect(server.port(), "/suspending")) {
			SuspendingEndpoint endpoint = server.bean(SuspendingEndpoint.class);
			peer.sendBinary(1).sendText("behind");
			peer.expect("text:suspended");
			Suspension suspension = endpoint.suspensions.poll(10, TimeUnit.SECONDS);
			peer.expectNothingMore();
			suspension.resume(() -> endpoint.session.offerText("resumed on " + thread()));
			peer.expect("text:resumed on " + EXECUTOR).expect("text:behind");
		}
	}

	@Test
	void aMethodThatReadsAStreamMayStandBesideOneOnTheLoop() throws Exception {
		try (EndpointServer server = new EndpointServer(UploadEndpoint.class)) {
			UploadEndpoint endpoint = server.bean(UploadEndpoint.class);
			TestPeer peer = TestPeer.connect(server.port(), "/upload");
			peer.sendPart(new byte[1000], false).sendPart(new byte[500], true).sendText("x");
			peer.expect("text:1500 bytes on test-stream").expect("text:text on " + LOOP);
			peer.sendPart(new byte[0], true).expect("text:nothing on " + EXECUTOR);
			peer.sendPart(new byte[10], false);
			await().until(() -> endpoint.reading);
			peer.abort();
			assertThat(endpoint.events.poll(10, TimeUnit.SECONDS)).isEqualTo("cut short on " + EXECUTOR);
			assertThat(endpoint.events.poll(10, TimeUnit.SECONDS)).isEqualTo("closed on " + EXECUTOR);
		}
	}

	@Test
	void onlyMethodsOnTheLoopAreToldToBeQuick(CapturedOutput output) throws Exception {
		try (EndpointServer server = new EndpointServer(SlowEndpoint.class);
				TestPeer peer = TestPeer.connect(server.port(), "/slow")) {
			peer.sendBinary(1).expect("binary:01");
			peer.sendText("y");
			await().untilAsserted(() -> assertThat(output).contains("SlowEndpoint.text has held an event loop"));
			server.bean(SlowEndpoint.class).toldOf.countDown();
			peer.expect("text:y");
		}
		assertThat(output).doesNotContain("SlowEndpoint.binary has held");
	}

	@Test
	void whereAllMethodsAgreeTheEndpointRunsThereWhateverItSays() {
		assertThat(Scans.scan(AllOnLoopEndpoint.class).endpoints().get(0).execution()).isEqualTo(Execution.EVENT_LOOP);
		EndpointDefinition executor = Scans.scan(AllOnExecutorEndpoint.class).endpoints().get(0);
		assertThat(executor.execution()).isEqualTo(Execution.EXECUTOR);
		assertThat(executor.isMixed()).isFalse();
		EndpointDefinition mixed = Scans.scan(EchoEndpoint.class).endpoints().get(0);
		assertThat(mixed.execution()).isEqualTo(Execution.EXECUTOR);
		assertThat(mixed.isMixed()).isTrue();
		EndpointDefinition unsaid = Scans.scan(DefaultEndpoint.class).endpoints().get(0);
		assertThat(unsaid.execution()).isEqualTo(Execution.EXECUTOR);
	}

	/** Where this runs, without the number of the thread. */
	private static String thread() {
		return Thread.currentThread().getName().replaceFirst("-\\d+$", "");
	}

	@WsEndpoint("/threads")
	static class ThreadsEndpoint {

		final CompletableFuture<String> closed = new CompletableFuture<>();

		@OnOpen
		String open() {
			return "opened on " + thread();
		}

		@OnMessage(execution = Execution.EVENT_LOOP)
		String text(String text) {
			return "text on " + thread();
		}

		@OnMessage(execution = Execution.EXECUTOR)
		String binary(byte[] data) {
			return "binary on " + thread();
		}

		@OnPing
		String ping() {
			return "ping on " + thread();
		}

		@OnPong(execution = Execution.EVENT_LOOP)
		String pong() {
			return "pong on " + thread();
		}

		@OnClose
		void close() {
			this.closed.complete("closed on " + thread());
		}

	}

	@WsEndpoint(path = "/echo", execution = Execution.EVENT_LOOP)
	static class EchoEndpoint {

		@OnMessage
		String text(String text) {
			return text;
		}

		@OnMessage(execution = Execution.EXECUTOR)
		String binary(ByteBuffer data) {
			return StandardCharsets.US_ASCII.decode(data).toString();
		}

		@OnMessage(type = "slow", execution = Execution.EXECUTOR)
		String slow(Numbered numbered) {
			return Integer.toString(numbered.number());
		}

	}

	record Numbered(int number) {

	}

	@WsEndpoint("/blocking")
	static class BlockingEndpoint {

		final List<String> events = new CopyOnWriteArrayList<>();

		private final BlockingQueue<CountDownLatch> blocked = new LinkedBlockingQueue<>();

		CountDownLatch blocked() throws InterruptedException {
			return this.blocked.poll(10, TimeUnit.SECONDS);
		}

		@OnMessage(execution = Execution.EVENT_LOOP)
		String quick(String text) {
			return text;
		}

		@OnMessage
		byte[] slow(byte[] data) throws InterruptedException {
			this.events.add("begun");
			CountDownLatch go = new CountDownLatch(1);
			this.blocked.add(go);
			go.await(10, TimeUnit.SECONDS);
			this.events.add("returned");
			return data;
		}

		@OnClose(execution = Execution.EVENT_LOOP)
		void close(CloseStatus status) {
			this.events.add("closed " + status.code());
		}

	}

	@WsEndpoint(path = "/slow-close", execution = Execution.EVENT_LOOP)
	static class SlowCloseEndpoint {

		volatile String closed;

		@OnMessage
		String text(String text) {
			return text;
		}

		@OnClose(execution = Execution.EXECUTOR)
		void close() throws InterruptedException {
			new CountDownLatch(1).await(200, TimeUnit.MILLISECONDS);
			this.closed = "closed on " + thread();
		}

	}

	@WsEndpoint(path = "/failing", execution = Execution.EVENT_LOOP)
	static class FailingEndpoint {

		final BlockingQueue<Thread> failedOn = new LinkedBlockingQueue<>();

		final BlockingQueue<Thread> handledOn = new LinkedBlockingQueue<>();

		@OnMessage
		void text(String text) {
			throw failure("text failed");
		}

		@OnMessage(execution = Execution.EXECUTOR)
		void binary(byte[] data) {
			throw failure("binary failed");
		}

		@OnMessage(type = "later", execution = Execution.EXECUTOR)
		CompletionStage<String> later(String text) {
			return CompletableFuture.supplyAsync(() -> {
				throw failure("later failed");
			});
		}

		@OnMessage(type = "publisher", execution = Execution.EXECUTOR)
		Flux<String> publisher(String text) {
			return Flux.error(failure("publisher failed"));
		}

		@OnMessage(type = "unreadable", execution = Execution.EXECUTOR)
		void unreadable(Numbered numbered) {
			throw new AssertionError();
		}

		@OnMessage(type = "fatal", execution = Execution.EXECUTOR)
		void fatal(String text) {
			throw new UnsupportedOperationException("expected by this test");
		}

		@OnError
		String failed(IllegalArgumentException ex) {
			this.handledOn.add(Thread.currentThread());
			return ex.getMessage() + " on " + thread();
		}

		@OnError
		String failed(PayloadNotDecodableException ex) {
			return "unreadable on " + thread();
		}

		private IllegalArgumentException failure(String message) {
			this.failedOn.add(Thread.currentThread());
			return new IllegalArgumentException(message);
		}

	}

	@WsEndpoint("/later")
	static class LaterEndpoint {

		final BlockingQueue<CompletableFuture<Object>> asked = new LinkedBlockingQueue<>();

		@OnMessage
		CompletionStage<Object> binary(byte[] data) {
			CompletableFuture<Object> answer = new CompletableFuture<>();
			this.asked.add(answer);
			return answer.thenApply((elements) -> ((List<?>) elements).get(0));
		}

		@OnMessage(execution = Execution.EVENT_LOOP)
		String text(String text) {
			return text;
		}

	}

	/** Tells where it is written. */
	static class Encoded {

		public String getEncodedOn() {
			return thread();
		}

	}

	@WsEndpoint("/many")
	static class ManyEndpoint {

		@OnMessage
		Iterable<String> binary(byte[] count) {
			List<Integer> numbers = new ArrayList<>();
			for (int i = 0; i < count[0]; i++) {
				numbers.add(i);
			}
			return () -> numbers.stream().map((number) -> number + " on " + thread() + " ".repeat(20_000)).iterator();
		}

		@OnMessage(execution = Execution.EVENT_LOOP)
		String text(String text) {
			return text;
		}

	}

	@WsEndpoint("/object")
	static class ObjectEndpoint {

		@OnMessage(type = "quick", execution = Execution.EVENT_LOOP)
		String quick(Read payload) {
			return payload.where + ", quick on " + thread();
		}

		@OnMessage(type = "slow")
		String slow(Read payload) {
			return payload.where + ", slow on " + thread();
		}

	}

	/** Tells where it was read. */
	static final class Read {

		private final String where = "read on " + thread();

		@JsonCreator
		Read() {
		}

	}

	@WsEndpoint("/sealed")
	static class SealedEndpoint {

		@OnMessage(execution = Execution.EVENT_LOOP)
		String up(Move.Up move) {
			return "up on " + thread();
		}

		@OnMessage
		String down(Move.Down move) {
			return "down on " + thread();
		}

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
	sealed interface Move {

		@JsonTypeName("up")
		record Up() implements Move {

		}

		@JsonTypeName("down")
		record Down() implements Move {

		}

	}

	@WsEndpoint("/suspending")
	static class SuspendingEndpoint {

		final BlockingQueue<Suspension> suspensions = new LinkedBlockingQueue<>();

		volatile WsSession session;

		@OnMessage
		String binary(byte[] data, WsSession session) {
			this.session = session;
			this.suspensions.add(session.suspend(() -> {
			}));
			return "suspended";
		}

		@OnMessage(execution = Execution.EVENT_LOOP)
		String text(String text) {
			return text;
		}

	}

	@WsEndpoint("/upload")
	static class UploadEndpoint {

		final BlockingQueue<String> events = new LinkedBlockingQueue<>();

		volatile boolean reading;

		@OnMessage
		String upload(InputStream payload) throws Exception {
			int first = payload.read();
			if (first < 0) {
				throw new IllegalArgumentException("nothing");
			}
			this.reading = true;
			long count = 1 + payload.transferTo(OutputStream.nullOutputStream());
			this.reading = false;
			return count + " bytes on " + Thread.currentThread().getName();
		}

		@OnMessage(execution = Execution.EVENT_LOOP)
		String text(String text) {
			return "text on " + thread();
		}

		@OnError
		String nothing(IllegalArgumentException ex) {
			return ex.getMessage() + " on " + thread();
		}

		@OnError
		void cut(IOException ex) {
			this.events.add("cut short on " + thread());
		}

		@OnClose
		void close() {
			this.events.add("closed on " + thread());
		}

	}

	@WsEndpoint(path = "/slow", execution = Execution.EVENT_LOOP)
	static class SlowEndpoint {

		final CountDownLatch toldOf = new CountDownLatch(1);

		@OnMessage
		String text(String text) throws InterruptedException {
			this.toldOf.await(10, TimeUnit.SECONDS);
			return text;
		}

		@OnMessage(execution = Execution.EXECUTOR)
		byte[] binary(byte[] data) throws InterruptedException {
			new CountDownLatch(1).await(3 * LoopWatch.LONG, TimeUnit.NANOSECONDS);
			return data;
		}

	}

	@WsEndpoint("/all-on-loop")
	static class AllOnLoopEndpoint {

		@OnMessage(execution = Execution.EVENT_LOOP)
		void text(String text) {
		}

		@OnError
		void failed(Exception ex) {
		}

	}

	@WsEndpoint(path = "/all-on-executor", execution = Execution.EVENT_LOOP)
	static class AllOnExecutorEndpoint {

		@OnMessage(execution = Execution.EXECUTOR)
		void text(String text) {
		}

		@OnClose(execution = Execution.EXECUTOR)
		void close() {
		}

	}

	@WsEndpoint(path = "/default", execution = Execution.DEFAULT)
	static class DefaultEndpoint {

		@OnMessage
		void text(String text) {
		}

	}

}
