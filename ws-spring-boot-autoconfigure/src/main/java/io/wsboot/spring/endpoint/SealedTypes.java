package io.wsboot.spring.endpoint;

import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Families of classes that a sealed type holds together.
 */
final class SealedTypes {

	private SealedTypes() {
	}

	/**
	 * The sealed type that holds classes together.
	 * @param types at least one class
	 * @return the nearest that is each of them or above it, {@code null} if there is none
	 */
	static @Nullable Class<?> commonRoot(List<Class<?>> types) {
		Set<Class<?>> common = sealedAbove(types.get(0));
		types.forEach((type) -> common.retainAll(sealedAbove(type)));
		return common.stream()
			.filter((root) -> common.stream().noneMatch((other) -> other != root && root.isAssignableFrom(other)))
			.findFirst()
			.orElse(null);
	}

	private static Set<Class<?>> sealedAbove(Class<?> type) {
		Set<Class<?>> found = new LinkedHashSet<>();
		collectAbove(type, found);
		return found;
	}

	private static void collectAbove(@Nullable Class<?> type, Set<Class<?>> found) {
		if (type == null) {
			return;
		}
		if (type.isSealed()) {
			found.add(type);
		}
		collectAbove(type.getSuperclass(), found);
		for (Class<?> above : type.getInterfaces()) {
			collectAbove(above, found);
		}
	}

	/**
	 * The classes that an object of a sealed type may be of.
	 * @param root the sealed type
	 * @return all of them but the subclasses of those that are {@code non-sealed}
	 */
	static Set<Class<?>> instances(Class<?> root) {
		Set<Class<?>> found = new LinkedHashSet<>();
		collectInstances(root, found);
		return found;
	}

	private static void collectInstances(Class<?> type, Collection<Class<?>> found) {
		if (!Modifier.isAbstract(type.getModifiers())) {
			found.add(type);
		}
		if (type.isSealed()) {
			for (Class<?> permitted : type.getPermittedSubclasses()) {
				collectInstances(permitted, found);
			}
		}
	}

}
