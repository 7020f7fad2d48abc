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
		boolean direct = input.nextBoolean();
		int split = input.next();
		byte[] wire = input.rest();
		FrameLog.assertAgreement(FrameLog.read(role, FuzzInput.split(wire, split), direct),
				NaiveFrames.read(wire, role == Role.SERVER), null);
	}

}
