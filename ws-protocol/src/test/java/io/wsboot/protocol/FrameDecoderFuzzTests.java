package io.wsboot.protocol;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * RFC 6455 §5.2, §5.3: any bytes in any division.
 */
class FrameDecoderFuzzTests {

	@FuzzTest
	void readsWhatTheSecondCodecReads(byte[] data) {
		FuzzInput input = new FuzzInput(data);
		Role role = input.nextBoolean() ? Role.SERVER : Role.CLIENT;
		int flags = input.next();
		boolean direct = (flags & 1) != 0;
		boolean deflate = (flags & 2) != 0;
		int split = input.next();
		byte[] wire = input.rest();
		FrameLog.assertAgreement(FrameLog.read(role, deflate, FuzzInput.split(wire, split), direct),
				NaiveFrames.read(wire, role == Role.SERVER, deflate), null);
	}

}
