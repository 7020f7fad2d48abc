package io.wsboot.transport;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;

import com.sun.management.UnixOperatingSystemMXBean;

/**
 * What this process has taken of the system.
 */
final class ProcessResources {

	private static final UnixOperatingSystemMXBean SYSTEM = (UnixOperatingSystemMXBean) ManagementFactory
		.getOperatingSystemMXBean();

	private static final BufferPoolMXBean DIRECT = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
		.stream()
		.filter((pool) -> pool.getName().equals("direct"))
		.findFirst()
		.orElseThrow();

	private ProcessResources() {
	}

	static long descriptors() {
		return SYSTEM.getOpenFileDescriptorCount();
	}

	/**
	 * How many more descriptors this process may open.
	 */
	static long descriptorsLeft() {
		return SYSTEM.getMaxFileDescriptorCount() - descriptors();
	}

	static long directMemory() {
		return DIRECT.getMemoryUsed();
	}

	static long directBuffers() {
		return DIRECT.getCount();
	}

	/**
	 * The heap that is in use after everything that can be collected has been.
	 */
	static long heap() {
		for (int i = 0; i < 3; i++) {
			WeakReference<Object> garbage = new WeakReference<>(new Object());
			for (int tries = 0; garbage.get() != null && tries < 100; tries++) {
				System.gc();
			}
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
