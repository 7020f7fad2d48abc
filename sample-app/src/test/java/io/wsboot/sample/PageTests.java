package io.wsboot.sample;

import io.wsboot.sample.Tab.Screen;
import io.wsboot.spring.server.WsServerLifecycle;
import io.wsboot.spring.test.LocalWsServerPort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page in real browsers, from end to end.
 */
@ExtendWith(Chromium.class)
@SampleTest
class PageTests {

	private static final String MARKUP = "<img src=x onerror=\"document.title='broken'\"><b>bold</b> & <script>alert(1)</script>";

	@Value("http://localhost:${local.server.port}/")
	private String address;

	@LocalWsServerPort
	private int wsPort;

	@Autowired
	private WsServerLifecycle listener;

	@Test
	void twoPeopleChatAndOneIsMissedWhenTheBrowserEnds() throws Exception {
		try (Tab ann = Tab.open(this.address, Screen.DESKTOP)) {
			try (Tab ben = Tab.open(this.address, Screen.PHONE)) {
				ann.join("Ann", "kitchen");
				ann.sees(1);
				ben.join("Ben", "kitchen");
				ann.sees(2);
				ben.sees(2);
				ann.say("Hi Ben, is the kettle on?");
				ben.hears("Ann", "Hi Ben, is the kettle on?");
				ben.say("It is. Tea in five minutes.");
				ann.hears("Ben", "It is. Tea in five minutes.");
				ann.hasReceipts();
				ann.has("#prices li");
				ann.shows("#members", "Ann, Ben");
				ann.measures("sessions", 4);
				ann.measures("rtt", 0);
				ann.screenshot("desktop");
				ben.measures("sessions", 4);
				ben.screenshot("phone");
				assertThat(ann.complaints()).isEmpty();
				assertThat(ben.complaints()).isEmpty();
			}
			ann.sees(1);
		}
	}

	@Test
	void aReaderThatIsPausedMissesPricesAndGetsTheNewestWhenItGoesOn() throws Exception {
		try (Tab ann = Tab.open(this.address, Screen.DESKTOP)) {
			ann.press("reader-pause");
			ann.has("#reader[data-state=reading] #reader-prices li");
			ann.press("reader-pause");
			ann.has("#reader[data-state=paused]");
			ann.has("#reader[data-skipped]");
			ann.screenshot("desktop-reader-paused");
			ann.press("reader-pause");
			ann.has("#reader[data-state=reading]");
			ann.screenshot("desktop-reader-reading");
			assertThat(ann.complaints()).isEmpty();
		}
	}

	@Test
	void markupInAMessageIsShownAsText() throws Exception {
		try (Tab ann = Tab.open(this.address, Screen.DESKTOP); Tab ben = Tab.open(this.address, Screen.DESKTOP)) {
			ann.join("<b>Ann</b>", "attic");
			ben.join("Ben", "attic");
			ann.sees(2);
			ann.say(MARKUP);
			ben.hears("<b>Ann</b>", MARKUP);
			assertThat(ben.text("#messages .author bdi")).isEqualTo("<b>Ann</b>");
			assertThat(ben.count("#messages :is(img, b, script)")).isZero();
			ann.hears("<b>Ann</b>", MARKUP);
			assertThat(ann.count("#messages :is(img, b, script)")).isZero();
		}
	}

	@Test
	void aLineThatIsRefusedIsExplainedBesideTheInput() throws Exception {
		try (Tab ann = Tab.open(this.address, Screen.DESKTOP)) {
			ann.join("Ann", "study");
			ann.sees(1);
			ann.say("");
			ann.shows("#problem", "A message needs at least one visible character.");
			assertThat(ann.count("#messages li")).isZero();
			ann.say("x".repeat(501));
			ann.shows("#problem", "A message may have at most 500 characters.");
			ann.screenshot("desktop-refused");
			assertThat(ann.value("message")).hasSize(501);
			assertThat(ann.count("#messages li")).isZero();
			ann.say("Short enough.");
			ann.hears("Ann", "Short enough.");
			ann.hasReceipts();
			ann.shows("#problem", "");
			assertThat(ann.complaints()).isEmpty();
		}
	}

	@Test
	void aNameThatIsRefusedIsExplainedBesideItsInput() throws Exception {
		try (Tab ann = Tab.open(this.address, Screen.DESKTOP)) {
			ann.enter("x".repeat(33), "porch");
			ann.shows("#name-problem", "A name may have at most 32 characters.");
			ann.screenshot("desktop-name-refused");
			ann.enter("", "porch");
			ann.shows("#name-problem", "A name needs at least one visible character.");
			ann.join("Ann", "porch");
			ann.sees(1);
			assertThat(ann.complaints()).isEmpty();
		}
	}

	@Test
	void thePageComesBackByItselfWhenTheListenerDoes() throws Exception {
		try (Tab ann = Tab.open(this.address, Screen.DESKTOP); Tab ben = Tab.open(this.address, Screen.PHONE)) {
			ann.join("Ann", "cellar");
			ben.join("Ben", "cellar");
			ann.say("Mind the step.");
			ben.hears("Ann", "Mind the step.");
			ann.hasReceipts();
			this.listener.stop();
			try {
				ann.isIn("reconnecting");
				ben.isIn("reconnecting");
				ann.screenshot("desktop-reconnecting");
				ben.screenshot("phone-reconnecting");
			}
			finally {
				this.listener.start();
			}
			assertThat(this.listener.server().port()).isEqualTo(this.wsPort);
			ann.isIn("open");
			ben.isIn("open");
			ann.sees(2);
			ben.say("Too late!");
			ann.hears("Ben", "Too late!");
			ben.hasReceipts();
			ann.screenshot("desktop-back");
		}
	}

}
