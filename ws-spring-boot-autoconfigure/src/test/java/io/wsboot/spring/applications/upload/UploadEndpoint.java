package io.wsboot.spring.applications.upload;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsEndpoint;

/**
 * Reads a file as it comes and answers with what it was.
 */
@WsEndpoint(path = "/files", name = "files")
class UploadEndpoint {

	@OnMessage
	Stored store(InputStream file) throws IOException, NoSuchAlgorithmException {
		MessageDigest digest = MessageDigest.getInstance("SHA-256");
		byte[] buffer = new byte[64 * 1024];
		long bytes = 0;
		for (int read = file.read(buffer); read >= 0; read = file.read(buffer)) {
			digest.update(buffer, 0, read);
			bytes += read;
		}
		return new Stored(bytes, HexFormat.of().formatHex(digest.digest()), Runtime.getRuntime().maxMemory());
	}

	/**
	 * What was stored.
	 *
	 * @param bytes the length
	 * @param sha256 the digest, in hexadecimal
	 * @param heap the bytes that the application may use at most
	 */
	record Stored(long bytes, String sha256, long heap) {

	}

}
