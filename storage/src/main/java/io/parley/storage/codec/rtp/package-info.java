/**
 * Bytes of RTP and RTCP: one format per file, parsed and written side by side, under the bit
 * diagram of its specification. Shared by the SFU and by everything that reads the log.
 *
 * <p>All classes work on {@code byte[]} with offsets, hold no threads and do no I/O. Reading input
 * that does not fit its format throws {@link io.parley.storage.codec.rtp.MalformedPacketException}
 * and nothing else; no read leaves the given range.
 */
@NullMarked
package io.parley.storage.codec.rtp;

import org.jspecify.annotations.NullMarked;
