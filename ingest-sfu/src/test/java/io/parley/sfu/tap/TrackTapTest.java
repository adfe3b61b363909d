package io.parley.sfu.tap;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.parley.sfu.track.UpPacket;
import io.parley.storage.codec.rtp.RtpPacket;
import io.parley.storage.codec.rtp.RtpWriter;
import io.parley.storage.contract.MediaCodec;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.TrackDescription;
import io.parley.storage.contract.TrackId;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TrackTapTest {
  private final TapQueue queue = new TapQueue(1 << 20);
  private final TrackTap tap =
      new TrackTap(
          queue,
          new TrackDescription(
              new MeetingId("m"),
              new ParticipantId("p"),
              new TrackId("p.microphone.1"),
              MediaSource.MICROPHONE,
              MediaCodec.OPUS,
              111,
              48_000,
              2,
              "",
              0),
          0,
          new SimpleMeterRegistry().counter("dropped"));

  @Test
  void redundancyIsNotRecorded() throws Exception {
    byte[] payload = {(byte) 0xef, 0x0f, 0x00, 0x03, 111, 0x78, 1, 1, 0x78, 2, 2};
    byte[] buffer = new byte[100];
    int length =
        new RtpWriter(buffer)
            .begin(0, true, 63, 2, 960, 7)
            .payload(payload, 0, payload.length)
            .end();
    RtpPacket rtp = RtpPacket.of(Arrays.copyOf(buffer, length));
    tap.packet(new UpPacket(rtp, 0, 0, 0, 2, 960, true, null, 8));
    TapRecord.Packet record = (TapRecord.Packet) Objects.requireNonNull(queue.take(0));
    RtpPacket recorded = RtpPacket.of(record.packet());
    assertThat(recorded.payloadType()).isEqualTo(111);
    assertThat(recorded.marker()).isTrue();
    assertThat(recorded.copyPayload()).isEqualTo(new byte[] {0x78, 2, 2});
  }
}
