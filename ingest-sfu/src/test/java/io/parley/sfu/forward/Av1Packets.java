package io.parley.sfu.forward;

import io.parley.sfu.ortc.HeaderExtensionUris;
import io.parley.sfu.ortc.RtcpFeedback;
import io.parley.sfu.ortc.RtpParameters;
import io.parley.storage.codec.rtp.RtpWriter;
import io.parley.storage.contract.MediaCodec;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.TrackDescription;
import io.parley.storage.contract.TrackId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * AV1 in L2T3_KEY with the dependency descriptors of a real Chromium: one SSRC, two layers of each
 * picture, two packets of each.
 */
final class Av1Packets {
  static final int EXTENSION = 12;
  static final int SUBSCRIBERS_EXTENSION = 9;

  /** What stands in front of a key frame, behind template and number. */
  private static final byte[] STRUCTURE =
      HexFormat.of()
          .parseHex(
              "800514853aaaa8018004004002a02a0060010015d34514174d144c700874"
                  + "321651118543276809f8059813f80b38");

  /** Templates of the lower and the upper layer: of the key picture, then of the pattern. */
  private static final int[] KEY = {0, 5};

  private static final int[][] PATTERN = {{1, 6}, {3, 8}, {2, 7}, {4, 9}};

  private long sequence = 65_500;
  private long timestamp = 3_000;
  private int frame = 0xfff0;
  private int position;

  static PublishedTrack track() {
    RtpParameters.Encoding encoding =
        new RtpParameters.Encoding(
            Packets.SSRC,
            null,
            new RtpParameters.Rtx(Packets.RTX_SSRC),
            null,
            "L2T3_KEY",
            null,
            null);
    RtpParameters parameters =
        new RtpParameters(
            "0",
            List.of(
                codec("video/AV1", Packets.VP8, Map.of()),
                codec("video/rtx", Packets.VP8_RTX, Map.of("apt", Packets.VP8))),
            List.of(
                new RtpParameters.HeaderExtension(
                    HeaderExtensionUris.DEPENDENCY_DESCRIPTOR, EXTENSION, false)),
            List.of(encoding),
            new RtpParameters.Rtcp("up", true, true));
    return new PublishedTrack(
        new TrackDescription(
            new MeetingId("m"),
            new ParticipantId("p"),
            new TrackId("p.camera.1"),
            MediaSource.CAMERA,
            MediaCodec.AV1,
            Packets.VP8,
            90_000,
            0,
            "",
            0),
        parameters);
  }

  /** One that reads descriptors, under an id of its own. */
  static RtpParameters subscriber() {
    RtpParameters plain = Packets.numberedSubscriber();
    List<RtpParameters.HeaderExtension> extensions = new ArrayList<>(plain.headerExtensions());
    extensions.add(
        new RtpParameters.HeaderExtension(
            HeaderExtensionUris.DEPENDENCY_DESCRIPTOR, SUBSCRIBERS_EXTENSION, false));
    return new RtpParameters(
        plain.mid(), plain.codecs(), extensions, plain.encodings(), plain.rtcp());
  }

  private static RtpParameters.Codec codec(String type, int pt, Map<String, Object> parameters) {
    return new RtpParameters.Codec(
        type, pt, 90_000, null, parameters, List.of(RtcpFeedback.NACK, RtcpFeedback.PLI));
  }

  /** The four packets of the next picture. */
  List<byte[]> picture(boolean key) {
    position = key ? 0 : position;
    int[] templates = key ? KEY : PATTERN[position % PATTERN.length];
    position++;
    timestamp += 3_000;
    List<byte[]> packets = new ArrayList<>();
    for (int layer = 0; layer < templates.length; layer++) {
      for (int part = 0; part < 2; part++) {
        boolean structured = key && layer == 0 && part == 0;
        packets.add(packet(structured, templates[layer], part, layer));
      }
      frame = (frame + 1) & 0xffff;
    }
    return packets;
  }

  private byte[] packet(boolean structured, int template, int part, int layer) {
    byte[] descriptor = Arrays.copyOf(new byte[3], structured ? 3 + STRUCTURE.length : 3);
    descriptor[0] = (byte) ((part == 0 ? 0x80 : 0x40) | template);
    descriptor[1] = (byte) (frame >> 8);
    descriptor[2] = (byte) frame;
    if (structured) {
      System.arraycopy(STRUCTURE, 0, descriptor, 3, STRUCTURE.length);
    }
    // Aggregation header, with N in front of a new sequence; the upper layer is the larger one.
    byte[] payload = new byte[40 << layer];
    payload[0] = (byte) (structured ? 0x18 : 0x10);
    byte[] buffer = new byte[300];
    RtpWriter writer =
        new RtpWriter(buffer)
            .begin(0, layer + part == 2, Packets.VP8, sequence++, timestamp, Packets.SSRC);
    if (structured) {
      writer.twoByteExtensions();
    }
    int length =
        writer
            .extension(EXTENSION, descriptor, 0, descriptor.length)
            .payload(payload, 0, payload.length)
            .end();
    return Arrays.copyOf(buffer, length);
  }
}
