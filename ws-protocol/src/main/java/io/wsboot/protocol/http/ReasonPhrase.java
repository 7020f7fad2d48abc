package io.wsboot.protocol.http;

/**
 * The reason phrases of the statuses that a WebSocket server answers with (RFC 9110 §15,
 * RFC 6585).
 */
final class ReasonPhrase {

	private ReasonPhrase() {
	}

	/** The phrase, empty for a status that has none here. */
	static String of(int status) {
		return switch (status) {
			case 101 -> "Switching Protocols";
			case 200 -> "OK";
			case 204 -> "No Content";
			case 206 -> "Partial Content";
			case 301 -> "Moved Permanently";
			case 302 -> "Found";
			case 304 -> "Not Modified";
			case 307 -> "Temporary Redirect";
			case 308 -> "Permanent Redirect";
			case 400 -> "Bad Request";
			case 401 -> "Unauthorized";
			case 403 -> "Forbidden";
			case 404 -> "Not Found";
			case 405 -> "Method Not Allowed";
			case 408 -> "Request Timeout";
			case 411 -> "Length Required";
			case 413 -> "Content Too Large";
			case 414 -> "URI Too Long";
			case 416 -> "Range Not Satisfiable";
			case 417 -> "Expectation Failed";
			case 426 -> "Upgrade Required";
			case 429 -> "Too Many Requests";
			case 431 -> "Request Header Fields Too Large";
			case 500 -> "Internal Server Error";
			case 501 -> "Not Implemented";
			case 502 -> "Bad Gateway";
			case 503 -> "Service Unavailable";
			case 505 -> "HTTP Version Not Supported";
			default -> "";
		};
	}

}
