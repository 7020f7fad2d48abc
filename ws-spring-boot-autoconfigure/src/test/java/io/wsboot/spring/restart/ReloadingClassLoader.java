package io.wsboot.spring.restart;

import java.net.URL;
import java.net.URLClassLoader;

import org.springframework.core.SmartClassLoader;

/**
 * Loads the classes of one package itself and leaves all others to its parent, as the
 * class loader does with which DevTools restarts an application.
 */
final class ReloadingClassLoader extends URLClassLoader implements SmartClassLoader {

	private final String prefix;

	ReloadingClassLoader(URL classes, String prefix, ClassLoader parent) {
		super(new URL[] { classes }, parent);
		this.prefix = prefix;
	}

	@Override
	protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
		if (!name.startsWith(this.prefix)) {
			return super.loadClass(name, resolve);
		}
		synchronized (getClassLoadingLock(name)) {
			Class<?> loaded = findLoadedClass(name);
			return (loaded != null) ? loaded : findClass(name);
		}
	}

	@Override
	public boolean isClassReloadable(Class<?> type) {
		return type.getClassLoader() == this;
	}

}
