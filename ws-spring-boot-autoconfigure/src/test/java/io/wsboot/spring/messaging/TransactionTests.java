package io.wsboot.spring.messaging;

import javax.sql.DataSource;

import com.fasterxml.jackson.annotation.JsonValue;
import io.wsboot.spring.TestPeer;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.PublishTo;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.transport.WsSession;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What a transaction sends, with a real database: each order is a row and a message.
 */
class TransactionTests {

	private final ApplicationContextRunner runner = MessagingServer.with(Database.class, OrdersEndpoint.class);

	@Test
	void whatATransactionSendsArrivesAfterTheCommitInTheOrderOfSending() {
		MessagingServer.run(this.runner, (context, messaging) -> {
			try (TestPeer one = MessagingServer.open(context, "/orders");
					TestPeer two = MessagingServer.open(context, "/orders")) {
				Orders orders = context.getBean(Orders.class);
				orders.place(() -> assertThat(orders.count()).isEqualTo(2), "a", "b");
				for (TestPeer peer : new TestPeer[] { one, two }) {
					peer.expect("text:a of 2").expect("text:b of 2");
				}
			}
		});
	}

	@Test
	void nobodyHearsBeforeTheCommit() {
		MessagingServer.run(this.runner, (context, messaging) -> {
			try (TestPeer peer = MessagingServer.open(context, "/orders")) {
				// what another thread sends is not the transaction's, and overtakes it
				context.getBean(Orders.class).place(() -> {
					Thread other = new Thread(() -> messaging.toTopic("orders").send("first"));
					other.start();
					join(other);
				}, "a");
				peer.expect("text:first").expect("text:a of 1");
			}
		});
	}

	@Test
	void whatIsRolledBackReachesNobody() {
		MessagingServer.run(this.runner, (context, messaging) -> {
			try (TestPeer peer = MessagingServer.open(context, "/orders")) {
				Orders orders = context.getBean(Orders.class);
				assertThatIllegalStateException().isThrownBy(() -> orders.place(() -> {
					throw new IllegalStateException("out of stock");
				}, "a"));
				assertThat(orders.count()).isZero();
				messaging.toTopic("orders").send("end");
				peer.expect("text:end");
			}
		});
	}

	@Test
	void whoJoinsBeforeTheCommitHearsIt() {
		MessagingServer.run(this.runner, (context, messaging) -> {
			TestPeer[] late = new TestPeer[1];
			context.getBean(Orders.class).place(() -> late[0] = open(context), "a");
			late[0].expect("text:a of 1").close();
		});
	}

	@Test
	void whatANestedTransactionTakesBackReachesNobody() {
		MessagingServer.run(this.runner, (context, messaging) -> {
			try (TestPeer peer = MessagingServer.open(context, "/orders")) {
				Orders orders = context.getBean(Orders.class);
				orders.place(() -> {
					assertThatIllegalStateException().isThrownBy(() -> context.getBean(NestedOrders.class).fail("b"));
					context.getBean(NestedOrders.class).place("c");
				}, "a");
				assertThat(orders.count()).isEqualTo(2);
				messaging.toTopic("orders").send("end");
				peer.expect("text:a of 1").expect("text:c").expect("text:end");
			}
		});
	}

	@Test
	void anIndependentTransactionSendsWhenItCommits() {
		MessagingServer.run(this.runner, (context, messaging) -> {
			try (TestPeer peer = MessagingServer.open(context, "/orders")) {
				context.getBean(Orders.class)
					.place(() -> context.getBean(NestedOrders.class).independent("audit"), "a");
				peer.expect("text:audit").expect("text:a of 1");
			}
		});
	}

	@Test
	void whoWaitsForTheCommitMaySendThen() {
		MessagingServer.run(this.runner, (context, messaging) -> {
			try (TestPeer peer = MessagingServer.open(context, "/orders")) {
				context.getBean(Orders.class).announce("a");
				peer.expect("text:a").expect("text:after the commit of a");
			}
		});
	}

	@Test
	void thePayloadIsTheCallersAgainAtOnce() {
		MessagingServer.run(this.runner, (context, messaging) -> {
			try (TestPeer peer = MessagingServer.open(context, "/orders")) {
				byte[] bytes = { 1, 2 };
				context.getBean(Orders.class).place(() -> {
					messaging.toTopic("orders").send(bytes);
					bytes[0] = 9;
				}, "a");
				peer.expect("text:a of 1").expect("binary:0102");
			}
		});
	}

	@Test
	void aTransactionalMethodHasCommittedWhenWhatItReturnsIsPublished() {
		MessagingServer.run(this.runner, (context, messaging) -> {
			try (TestPeer one = MessagingServer.open(context, "/orders");
					TestPeer two = MessagingServer.open(context, "/orders")) {
				one.sendText("a").expect("text:from within: a").expect("text:\"1 committed: true\"");
				two.expect("text:from within: a").expect("text:\"1 committed: true\"");
			}
		});
	}

	@Test
	void whenSwitchedOffTransactionsMakeNoDifference() {
		MessagingServer.run(this.runner.withPropertyValues("ws.messaging.transactional=false"),
				(context, messaging) -> {
					try (TestPeer peer = MessagingServer.open(context, "/orders")) {
						assertThatIllegalStateException().isThrownBy(() -> context.getBean(Orders.class).place(() -> {
							throw new IllegalStateException("out of stock");
						}, "a"));
						peer.expect("text:a of 1");
					}
				});
	}

	@Test
	void withoutSpringsTransactionsMessagesAreSentAtOnce() {
		MessagingServer.run(
				MessagingServer.with(PlainEndpoint.class)
					.withClassLoader(new FilteredClassLoader("org.springframework.transaction")),
				(context, messaging) -> {
					try (TestPeer peer = MessagingServer.open(context, "/plain")) {
						messaging.toEndpoint("/plain").send("now");
						peer.expect("text:now");
					}
				});
	}

	private static TestPeer open(ApplicationContext context) {
		try {
			return MessagingServer.open(context, "/orders");
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void join(Thread thread) {
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement(proxyTargetClass = true)
	@Import({ Orders.class, NestedOrders.class })
	static class Database {

		@Bean(destroyMethod = "shutdown")
		EmbeddedDatabase dataSource() {
			EmbeddedDatabase database = new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2)
				.generateUniqueName(true)
				.build();
			new JdbcTemplate(database).execute("create table orders (name varchar(20))");
			return database;
		}

		@Bean
		JdbcTransactionManager transactionManager(DataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

		@Bean
		JdbcTemplate jdbc(DataSource dataSource) {
			return new JdbcTemplate(dataSource);
		}

	}

	static class Orders {

		private final JdbcTemplate jdbc;

		private final WsMessaging messaging;

		private final ApplicationEventPublisher events;

		Orders(JdbcTemplate jdbc, WsMessaging messaging, ApplicationEventPublisher events) {
			this.jdbc = jdbc;
			this.messaging = messaging;
			this.events = events;
		}

		@Transactional
		public void place(Runnable last, String... names) {
			for (String name : names) {
				this.jdbc.update("insert into orders values (?)", name);
				this.messaging.toTopic("orders").send(name + " of " + names.length);
			}
			last.run();
		}

		@Transactional
		public void announce(String name) {
			this.events.publishEvent(name);
			this.messaging.toTopic("orders").send(name);
		}

		@TransactionalEventListener
		public void committed(String name) {
			this.messaging.toTopic("orders").send("after the commit of " + name);
		}

		int count() {
			return this.jdbc.queryForObject("select count(*) from orders", Integer.class);
		}

	}

	static class NestedOrders {

		private final JdbcTemplate jdbc;

		private final WsMessaging messaging;

		NestedOrders(JdbcTemplate jdbc, WsMessaging messaging) {
			this.jdbc = jdbc;
			this.messaging = messaging;
		}

		@Transactional(propagation = Propagation.NESTED)
		public void place(String name) {
			this.jdbc.update("insert into orders values (?)", name);
			this.messaging.toTopic("orders").send(name);
		}

		@Transactional(propagation = Propagation.NESTED)
		public void fail(String name) {
			place(name);
			throw new IllegalStateException("out of stock");
		}

		@Transactional(propagation = Propagation.REQUIRES_NEW)
		public void independent(String name) {
			this.messaging.toTopic("orders").send(name);
		}

	}

	@WsEndpoint("/orders")
	static class OrdersEndpoint {

		private final JdbcTemplate jdbc;

		private final WsMessaging messaging;

		OrdersEndpoint(JdbcTemplate jdbc, WsMessaging messaging) {
			this.jdbc = jdbc;
			this.messaging = messaging;
		}

		@OnOpen
		String open(WsSession session) {
			session.join("orders");
			return "welcome";
		}

		@OnMessage
		@PublishTo("orders")
		@Transactional
		public Placed place(String name) {
			this.jdbc.update("insert into orders values (?)", name);
			this.messaging.toTopic("orders").send("from within: " + name);
			return new Placed(this.jdbc);
		}

		/** Looks into the database when it is written. */
		record Placed(JdbcTemplate jdbc) {

			@JsonValue
			String state() {
				return this.jdbc.queryForObject("select count(*) from orders", Integer.class) + " committed: "
						+ !TransactionSynchronizationManager.isActualTransactionActive();
			}

		}

	}

	@WsEndpoint("/plain")
	static class PlainEndpoint {

		@OnOpen
		String open() {
			return "welcome";
		}

	}

}
