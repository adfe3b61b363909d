package io.parley.sfu.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.storage.codec.rtp.RtpPacket;
import io.parley.storage.codec.rtp.SenderReport;
import io.parley.storage.codec.rtp.SequenceUnwrapper;
import java.nio.ByteBuffer;
import java.util.BitSet;

/**
 * What one subscriber gets of one track, held against what was sent: every payload names the number
 * and the time that its publisher gave it, and the difference to what arrives must never change.
 */
final class StreamCheck {
  /** Number, time and room for a codec's own first bytes. */
  static final int PAYLOAD_LENGTH = 40;

  private static final int NAMES_AT = 8;
  private static final int SPAN = 4_096;

  private final SequenceUnwrapper sequences = new SequenceUnwrapper();
  private final BitSet open = new BitSet(SPAN);
  private boolean started;
  private long sequenceShift;
  private long timestampShift;
  private long lowest;
  private long highest;
  private long packets;
  private long duplicates;

  /** The payload of a packet; begins a VP8 key frame, for those who look. */
  static byte[] payload(long sequence, long timestamp) {
    byte[] payload = new byte[PAYLOAD_LENGTH];
    payload[0] = 0x10;
    ByteBuffer.wrap(payload, NAMES_AT, 16).putLong(sequence).putLong(timestamp);
    return payload;
  }

  /** A packet arrived; those of other payload formats (probes) are not judged. */
  void packet(RtpPacket packet) {
    if (packet.payloadLength() != PAYLOAD_LENGTH) {
      return;
    }
    ByteBuffer names = ByteBuffer.wrap(packet.buffer(), packet.payloadOffset() + NAMES_AT, 16);
    long sent = names.getLong();
    long sentTimestamp = names.getLong();
    long shift = packet.sequenceNumber() - sent & 0xffff;
    long drift = packet.timestamp() - sentTimestamp & 0xffff_ffffL;
    long sequence = sequences.unwrap(packet.sequenceNumber());
    if (!started) {
      started = true;
      sequenceShift = shift;
      timestampShift = drift;
      lowest = sequence;
      highest = sequence - 1;
    }
    assertThat(shift).as("sequence after %d packets", packets).isEqualTo(sequenceShift);
    assertThat(drift).as("timestamp after %d packets", packets).isEqualTo(timestampShift);
    note(sequence);
  }

  private void note(long sequence) {
    for (; highest < sequence; highest++) {
      open.set((int) ((highest + 1) % SPAN));
    }
    int slot = Math.floorMod(sequence, SPAN);
    if (highest - sequence >= SPAN || !open.get(slot)) {
      duplicates++;
    } else {
      open.clear(slot);
      packets++;
    }
  }

  /** A sender report arrived for it. */
  void report(SenderReport forwarded, long sentTimestamp) {
    assertThat(forwarded.rtpTimestamp() - sentTimestamp & 0xffff_ffffL)
        .as("the report's clock after %d packets", packets)
        .isEqualTo(timestampShift);
  }

  boolean started() {
    return started;
  }

  /** Every number from the first to the last came once. */
  void assertWhole() {
    assertThat(duplicates).isZero();
    assertThat(packets).as("of %d to %d", lowest, highest).isEqualTo(highest - lowest + 1);
  }

  long packets() {
    return packets;
  }
}
