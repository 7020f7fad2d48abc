package io.wsboot.transport;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two listeners where one is expected.
 */
class ListenerPairTests {

	private final List<String> told = new ArrayList<>();

	@Test
	void bothAreToldEverythingInOrderWhateverTheFirstThrows() throws Exception {
		TransportListener pair = new ListenerPair(listener("first"), listener("second"));
		List<String> expected = new ArrayList<>();
		for (Method method : TransportListener.class.getMethods()) {
			if (!Modifier.isStatic(method.getModifiers())) {
				Object[] arguments = Arrays.stream(method.getParameterTypes()).map(ListenerPairTests::any).toArray();
				method.invoke(pair, arguments);
				String call = method.getName() + Arrays.toString((arguments.length > 0) ? arguments : null);
				expected.add("first " + call);
				expected.add("second " + call);
			}
		}
		assertThat(this.told).containsExactlyElementsOf(expected).hasSizeGreaterThan(30);
	}

	@Test
	void aPairIsGuardedAlready() {
		TransportListener pair = new ListenerPair(listener("first"), listener("second"));
		assertThat(TransportListener.guarded(pair)).isSameAs(pair);
	}

	private TransportListener listener(String name) {
		return (TransportListener) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { TransportListener.class }, (proxy, method, arguments) -> {
					this.told.add(name + " " + method.getName() + Arrays.toString(arguments));
					throw new ExpectedFailure();
				});
	}

	private static Object any(Class<?> type) {
		if (type == boolean.class) {
			return true;
		}
		if (type == int.class) {
			return 7;
		}
		if (type == long.class) {
			return 8L;
		}
		return (type == Limit.class) ? Limit.AGE : null;
	}

}
