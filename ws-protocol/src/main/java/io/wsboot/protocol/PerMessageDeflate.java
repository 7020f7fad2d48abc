package io.wsboot.protocol;

/**
 * One connection's permessage-deflate (RFC 7692).
 *
 * @param parameters what both sides agreed on
 * @param options what this side wants: its level and the shortest message it compresses
 * @param pool lends what compresses and decompresses
 */
public record PerMessageDeflate(DeflateParameters parameters, CompressionOptions options, CompressionPool pool) {

}
