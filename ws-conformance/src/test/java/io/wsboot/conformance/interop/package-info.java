/**
 * One contract, and many stacks that have to keep it with ours at the other end. Each
 * stack has one small adapter: a {@code PeerClient} or a {@code PeerServer}.
 */
@NullMarked
package io.wsboot.conformance.interop;

import org.jspecify.annotations.NullMarked;
