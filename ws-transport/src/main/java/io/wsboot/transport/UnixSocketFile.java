package io.wsboot.transport;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

import org.jspecify.annotations.Nullable;

/**
 * The file that stands for a Unix domain socket. One that a process has left behind is in
 * the way of the next; one that somebody listens on, or that is no socket, is not ours to
 * remove.
 */
final class UnixSocketFile {

	private static final Logger logger = System.getLogger(UnixSocketFile.class.getName());

	/** The bits of a file's mode that tell what it is (stat(2)). */
	private static final int TYPE = 0170000;

	private static final int SOCKET = 0140000;

	private final Path path;

	/** Which file we have made, whatever may stand there later. */
	private final @Nullable Object key;

	private UnixSocketFile(Path path, @Nullable Object key) {
		this.path = path;
		this.key = key;
	}

	/**
	 * Removes a socket that nobody answers on.
	 * @param address where to listen
	 * @throws BindException if there is something that must stay
	 * @throws IOException if the file cannot be looked at, or removed
	 */
	static void clear(UnixDomainSocketAddress address) throws IOException {
		Path path = address.getPath();
		BasicFileAttributes found = attributes(path);
		if (found == null) {
			return;
		}
		if (!isSocket(path, found)) {
			throw new BindException("there is a file of that name, which is no socket");
		}
		if (isAnswered(address)) {
			throw new BindException("Address already in use");
		}
		Files.delete(path);
	}

	/**
	 * The file of a socket that was bound just now.
	 * @param address its address
	 * @return the file
	 * @throws IOException if it cannot be looked at
	 */
	static UnixSocketFile bound(UnixDomainSocketAddress address) throws IOException {
		BasicFileAttributes made = attributes(address.getPath());
		return new UnixSocketFile(address.getPath(), (made != null) ? made.fileKey() : null);
	}

	/**
	 * Removes the file, unless another has taken its place.
	 */
	void remove() {
		try {
			BasicFileAttributes found = attributes(this.path);
			if (found != null && this.key != null && this.key.equals(found.fileKey())) {
				Files.delete(this.path);
			}
		}
		catch (IOException ex) {
			logger.log(Level.WARNING, "The file of the Unix domain socket " + this.path
					+ " could not be removed; the next start will do it", ex);
		}
	}

	/** Whoever does not refuse is there: with a full backlog, or for others than us. */
	private static boolean isAnswered(UnixDomainSocketAddress address) {
		try (SocketChannel caller = SocketChannel.open(StandardProtocolFamily.UNIX)) {
			caller.configureBlocking(false);
			caller.connect(address);
			return true;
		}
		catch (ConnectException ex) {
			return false;
		}
		catch (IOException ex) {
			return true;
		}
	}

	/** A pipe and a device are as special as a socket where files have no mode. */
	private static boolean isSocket(Path path, BasicFileAttributes found) throws IOException {
		if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
			return found.isOther();
		}
		Object mode = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
		return mode instanceof Integer bits && (bits & TYPE) == SOCKET;
	}

	private static @Nullable BasicFileAttributes attributes(Path path) throws IOException {
		return Files.exists(path, LinkOption.NOFOLLOW_LINKS)
				? Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS) : null;
	}

}
