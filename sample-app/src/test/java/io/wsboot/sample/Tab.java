package io.wsboot.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;

import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.ExpectedCondition;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

import org.springframework.util.FileSystemUtils;

import static org.awaitility.Awaitility.await;

/**
 * The sample's page in a browser of its own.
 */
final class Tab implements AutoCloseable {

	private static final Duration DEADLINE = Duration.ofSeconds(60);

	private static final Path SCREENSHOTS = Path.of("target", "screenshots");

	private final Path profile;

	private final ChromeDriver driver;

	private Tab(Path profile, ChromeDriver driver) {
		this.profile = profile;
		this.driver = driver;
	}

	static Tab open(String address, Screen screen) throws IOException {
		Path profile = Files.createTempDirectory("wsboot-chromium-");
		Chromium chromium = new Chromium();
		ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(chromium.driver())
			.usingAnyFreePort()
			.build();
		Tab tab = new Tab(profile, new ChromeDriver(service, options(chromium, profile)));
		try {
			tab.visit(address, screen);
			return tab;
		}
		catch (RuntimeException ex) {
			tab.close();
			throw ex;
		}
	}

	private static ChromeOptions options(Chromium chromium, Path profile) {
		LoggingPreferences logging = new LoggingPreferences();
		logging.enable(LogType.BROWSER, Level.ALL);
		ChromeOptions options = new ChromeOptions();
		options.setBinary(chromium.browser());
		options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--disable-dev-shm-usage", "--lang=en-US", "--user-data-dir=" + profile);
		options.setCapability(ChromeOptions.LOGGING_PREFS, logging);
		return options;
	}

	void join(String name, String room) {
		enter(name, room);
		isIn("open");
	}

	/** Asks to be let in, and does not wait. */
	void enter(String name, String room) {
		fill("name", name);
		fill("room", room);
		this.driver.findElement(By.id("join")).click();
	}

	void say(String text) {
		fill("message", text);
		this.driver.findElement(By.id("send")).click();
	}

	void press(String id) {
		this.driver.findElement(By.id(id)).click();
	}

	/** Waits until the newest message is this one. */
	void hears(String author, String text) {
		waitFor("the newest message is \"" + text + "\" by " + author, (driver) -> {
			List<WebElement> messages = driver.findElements(By.cssSelector("#messages li[data-author]"));
			if (messages.isEmpty()) {
				return false;
			}
			WebElement newest = messages.get(messages.size() - 1);
			return author.equals(newest.getDomAttribute("data-author"))
					&& text.equals(newest.findElement(By.className("text")).getText());
		});
	}

	/** Waits until the server has confirmed every message of one's own. */
	void hasReceipts() {
		waitFor("the server has confirmed every message",
				(driver) -> driver.findElements(By.cssSelector("#messages li.own:not([data-fate=delivered])"))
					.isEmpty());
	}

	/** Waits until so many are in the room. */
	void sees(int visitors) {
		waitFor(visitors + " visitors are in the room",
				ExpectedConditions.textToBe(By.id("presence"), String.valueOf(visitors)));
	}

	/** Waits for a state of the connection. */
	void isIn(String state) {
		waitFor("the connection is " + state, ExpectedConditions.attributeToBe(By.id("state"), "data-state", state));
	}

	/** Waits until a meter of the live panel shows this much at least. */
	void measures(String meter, double least) {
		By number = By.cssSelector("[data-meter=" + meter + "] .number");
		waitFor("the meter " + meter + " shows " + least + " or more", (driver) -> {
			String shown = driver.findElement(number).getText();
			return shown.matches("[0-9.]+") && Double.parseDouble(shown) >= least;
		});
	}

	/** Waits until an element is there. */
	void has(String css) {
		waitFor(css + " is visible", ExpectedConditions.visibilityOfElementLocated(By.cssSelector(css)));
	}

	/** Waits until an element that is there has exactly this text. */
	void shows(String css, String text) {
		waitFor(css + " says \"" + text + "\"", ExpectedConditions.textToBe(By.cssSelector(css), text));
	}

	/** What an input holds. */
	String value(String id) {
		return this.driver.findElement(By.id(id)).getDomProperty("value");
	}

	int count(String css) {
		return this.driver.findElements(By.cssSelector(css)).size();
	}

	String text(String css) {
		return this.driver.findElement(By.cssSelector(css)).getText();
	}

	/** What the browser complained about since it was last asked. */
	List<String> complaints() {
		return this.driver.manage().logs().get(LogType.BROWSER).getAll().stream().map(LogEntry::getMessage).toList();
	}

	Path screenshot(String name) throws IOException {
		Files.createDirectories(SCREENSHOTS);
		return Files.write(SCREENSHOTS.resolve(name + ".png"), this.driver.getScreenshotAs(OutputType.BYTES));
	}

	/** Ends the browser without asking the page. */
	@Override
	public void close() {
		this.driver.quit();
		await().atMost(DEADLINE)
			.ignoreExceptions()
			.untilAsserted(() -> FileSystemUtils.deleteRecursively(this.profile));
	}

	private void visit(String address, Screen screen) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride", Map.of("width", screen.width(), "height",
				screen.height(), "deviceScaleFactor", screen.scale(), "mobile", screen.touch()));
		this.driver.executeCdpCommand("Emulation.setTouchEmulationEnabled", Map.of("enabled", screen.touch()));
		this.driver.get(address);
	}

	private void fill(String id, String text) {
		WebElement field = this.driver.findElement(By.id(id));
		field.clear();
		field.sendKeys(text);
	}

	private <T> void waitFor(String what, ExpectedCondition<T> condition) {
		new WebDriverWait(this.driver, DEADLINE).withMessage(what).until(condition);
	}

	/**
	 * What a page is looked at with.
	 *
	 * @param width in CSS pixels
	 * @param height in CSS pixels
	 * @param scale device pixels for each of those
	 * @param touch whether it is touched
	 */
	record Screen(int width, int height, int scale, boolean touch) {

		static final Screen DESKTOP = new Screen(1440, 900, 1, false);

		static final Screen PHONE = new Screen(390, 844, 2, true);

	}

}
