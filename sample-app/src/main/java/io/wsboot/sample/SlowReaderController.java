package io.wsboot.sample;

import java.io.IOException;

import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Lets the page stop and start the {@link SlowReader}.
 */
@RestController
@RequestMapping("/sample/reader")
final class SlowReaderController {

	private final SlowReader reader;

	SlowReaderController(SlowReader reader) {
		this.reader = reader;
	}

	@GetMapping
	ResponseEntity<SlowReader.State> state() {
		return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(this.reader.state());
	}

	@PostMapping("/pause")
	ResponseEntity<SlowReader.State> pause() throws IOException {
		this.reader.pause();
		return state();
	}

	@PostMapping("/resume")
	ResponseEntity<SlowReader.State> resume() throws IOException {
		this.reader.resume();
		return state();
	}

}
