package io.parley.storage.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.parley.storage.codec.FormatException.Reason;
import io.parley.storage.contract.MediaCodec;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.RtpRecord;
import io.parley.storage.contract.TrackDescription;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RtpRecordCodecTest {
  private static final byte[] PACKET = HexFormat.of().parseHex("80ef000100000002000000030a0b0c");
  private static final RtpRecord.Packet AUDIO =
      new RtpRecord.Packet(Samples.AUDIO, Samples.START, Samples.START + 20_123, 258, PACKET);
  private static final RtpRecord.Packet SCREEN =
      new RtpRecord.Packet(
          Samples.SCREEN, Samples.START, Samples.START - 1, Long.MAX_VALUE, PACKET);

  @Test
  void headersAreTheGoldenBytes() throws Exception {
    assertThat(RtpRecordCodec.encodeHeader(AUDIO)).isEqualTo(Golden.hex("rtp-packet-audio"));
    assertThat(RtpRecordCodec.encodeHeader(SCREEN)).isEqualTo(Golden.hex("rtp-packet-screen"));
    assertThat(RtpRecordCodec.encodeHeader(Samples.TICK)).isEqualTo(Golden.hex("rtp-tick"));
    assertThat(RtpRecordCodec.encodeValue(Samples.TICK)).isEmpty();
    assertThat(RtpRecordCodec.encodeValue(AUDIO)).isSameAs(PACKET);
  }

  @Test
  void goldenBytesAreRead() throws Exception {
    assertSame(RtpRecordCodec.decode(Golden.hex("rtp-packet-audio"), PACKET), AUDIO);
    assertSame(RtpRecordCodec.decode(Golden.hex("rtp-packet-screen"), PACKET), SCREEN);
    assertThat(RtpRecordCodec.decode(Golden.hex("rtp-tick"), null)).isEqualTo(Samples.TICK);
    assertThat(RtpRecordCodec.decode(Golden.hex("rtp-tick"), new byte[0])).isEqualTo(Samples.TICK);
  }

  @Test
  void preparedTrackWritesWhatTheWholeRecordWould() {
    RtpRecordCodec.TrackEncoder track = RtpRecordCodec.prepare(Samples.AUDIO, Samples.START);
    byte[] first = track.encodeHeader(AUDIO.arrivalEpochMicros(), AUDIO.tapSequence());
    byte[] second = track.encodeHeader(1, 2);
    assertThat(first).isEqualTo(RtpRecordCodec.encodeHeader(AUDIO)).isNotEqualTo(second);
  }

  @Test
  void everySourceAndCodecComesBack() throws Exception {
    for (MediaSource source : MediaSource.values()) {
      for (MediaCodec codec : MediaCodec.values()) {
        TrackDescription track =
            new TrackDescription(
                Samples.MEETING,
                Samples.ANNA,
                Samples.MICROPHONE,
                source,
                codec,
                127,
                90_000,
                0,
                "",
                14);
        RtpRecord.Packet packet = new RtpRecord.Packet(track, 1, 2, 3, PACKET);
        assertSame(RtpRecordCodec.decode(RtpRecordCodec.encodeHeader(packet), PACKET), packet);
      }
    }
  }

  @Test
  void everyShortenedOrLengthenedHeaderIsMalformed() {
    for (RtpRecord record : new RtpRecord[] {AUDIO, Samples.TICK}) {
      byte[] whole = RtpRecordCodec.encodeHeader(record);
      for (int length = 0; length < whole.length; length++) {
        assertThat(reasonOf(Arrays.copyOf(whole, length), PACKET)).isEqualTo(Reason.MALFORMED);
      }
      byte[] longer = Arrays.copyOf(whole, whole.length + 1);
      assertThat(reasonOf(longer, PACKET)).isEqualTo(Reason.MALFORMED);
    }
    assertThat(reasonOf(null, PACKET)).isEqualTo(Reason.MALFORMED);
    assertThat(reasonOf(RtpRecordCodec.encodeHeader(AUDIO), new byte[0]))
        .isEqualTo(Reason.MALFORMED);
  }

  @Test
  void unknownVersionKindSourceAndCodecAreNamed() {
    assertThat(reasonOf(changed(0, 2), PACKET)).isEqualTo(Reason.UNKNOWN_VERSION);
    assertThat(reasonOf(changed(1, 9), PACKET)).isEqualTo(Reason.UNKNOWN_TYPE);
    assertThat(reasonOf(changed(27, 0), PACKET)).isEqualTo(Reason.UNKNOWN_TYPE);
    assertThat(reasonOf(changed(28, 6), PACKET)).isEqualTo(Reason.UNKNOWN_TYPE);
    assertThat(reasonOf(changed(26, 0x80), PACKET)).isEqualTo(Reason.MALFORMED);
    assertThat(reasonOf(changed(36, '/'), PACKET)).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void whatDoesNotFitIsRefusedByTheWriter() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RtpRecordCodec.encodeHeader(new RtpRecord.Tick("s".repeat(256), 0)));
  }

  private static void assertSame(RtpRecord actual, RtpRecord.Packet expected) {
    assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
  }

  private static byte[] changed(int offset, int value) {
    byte[] header = RtpRecordCodec.encodeHeader(AUDIO);
    header[offset] = (byte) value;
    return header;
  }

  private static Reason reasonOf(byte[] header, byte[] value) {
    FormatException thrown =
        catchThrowableOfType(FormatException.class, () -> RtpRecordCodec.decode(header, value));
    assertThat(thrown).isNotNull();
    return thrown.reason();
  }
}
