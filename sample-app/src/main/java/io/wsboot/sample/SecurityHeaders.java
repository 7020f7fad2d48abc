package io.wsboot.sample;

import java.io.IOException;
import java.util.Map;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Tells the browser to allow the page what it needs and nothing else: its own files and
 * WebSockets. The listener has a port of its own and so is not {@code 'self'}.
 */
@Component
final class SecurityHeaders extends OncePerRequestFilter {

	private static final Map<String, String> FIELDS = Map.of("Content-Security-Policy",
			"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self' ws: wss:; "
					+ "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
			"X-Content-Type-Options", "nosniff", "Referrer-Policy", "no-referrer", "Cross-Origin-Opener-Policy",
			"same-origin", "Cross-Origin-Resource-Policy", "same-origin");

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		FIELDS.forEach(response::setHeader);
		chain.doFilter(request, response);
	}

}
