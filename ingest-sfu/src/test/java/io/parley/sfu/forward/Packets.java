package io.parley.sfu.forward;

import io.parley.sfu.loop.MicroClock;
import io.parley.sfu.ortc.HeaderExtensionUris;
import io.parley.sfu.ortc.RtcpFeedback;
import io.parley.sfu.ortc.RtpParameters;
import io.parley.sfu.track.DownTrack;
import io.parley.sfu.track.PacketSink;
import io.parley.sfu.track.UpPacket;
import io.parley.sfu.track.UpReport;
import io.parley.storage.codec.rtp.RtpPacket;
import io.parley.storage.codec.rtp.RtpWriter;
import io.parley.storage.contract.MediaCodec;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.TrackDescription;
import io.parley.storage.contract.TrackId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Packets, tracks and hand-written fakes for the tests of this package. */
final class Packets {
  static final long SSRC = 1_000;
  static final long RTX_SSRC = 1_001;
  static final int VP8 = 96;
  static final int VP8_RTX = 97;
  static final byte[] KEY = {0x10, 0x00, 1, 2, 3};
  static final byte[] DELTA = {0x10, 0x01, 1, 2, 3};

  private Packets() {}

  static PublishedTrack video() {
    return video(List.of(RtpParameters.Encoding.of(SSRC, new RtpParameters.Rtx(RTX_SSRC))));
  }

  /** Three layers, told apart by SSRC. */
  static PublishedTrack simulcast() {
    return video(
        List.of(
            RtpParameters.Encoding.of(100, null),
            RtpParameters.Encoding.of(101, null),
            RtpParameters.Encoding.of(102, null)));
  }

  private static PublishedTrack video(List<RtpParameters.Encoding> encodings) {
    RtpParameters parameters =
        new RtpParameters(
            "0",
            List.of(
                codec("video/VP8", VP8, Map.of()), codec("video/rtx", VP8_RTX, Map.of("apt", VP8))),
            List.of(new RtpParameters.HeaderExtension(HeaderExtensionUris.TRANSPORT_CC, 5, false)),
            encodings,
            new RtpParameters.Rtcp("up", true, true));
    return new PublishedTrack(
        new TrackDescription(
            new MeetingId("m"),
            new ParticipantId("p"),
            new TrackId("p.camera.1"),
            MediaSource.CAMERA,
            MediaCodec.VP8,
            VP8,
            90_000,
            0,
            "",
            0),
        parameters);
  }

  static RtpParameters subscriber() {
    return subscriber(List.of());
  }

  /** One that also gets transport-wide numbers. */
  static RtpParameters numberedSubscriber() {
    return subscriber(
        List.of(new RtpParameters.HeaderExtension(HeaderExtensionUris.TRANSPORT_CC, 5, false)));
  }

  /** One that knows no retransmission format, but all header extensions. */
  static RtpParameters subscriberWithoutRtx() {
    RtpParameters all = numberedSubscriber();
    return new RtpParameters(
        all.mid(),
        all.codecs().subList(0, 1),
        all.headerExtensions(),
        List.of(RtpParameters.Encoding.of(5_000, null)),
        all.rtcp());
  }

  private static RtpParameters subscriber(List<RtpParameters.HeaderExtension> more) {
    List<RtpParameters.HeaderExtension> extensions = new ArrayList<>(more);
    extensions.add(new RtpParameters.HeaderExtension(HeaderExtensionUris.MID, 1, false));
    extensions.add(new RtpParameters.HeaderExtension(HeaderExtensionUris.ABS_SEND_TIME, 4, false));
    return new RtpParameters(
        "7",
        List.of(codec("video/VP8", 120, Map.of()), codec("video/rtx", 121, Map.of("apt", 120))),
        extensions,
        List.of(RtpParameters.Encoding.of(5_000, new RtpParameters.Rtx(5_001))),
        new RtpParameters.Rtcp("down", true, true));
  }

  private static RtpParameters.Codec codec(String type, int pt, Map<String, Object> parameters) {
    return new RtpParameters.Codec(
        type, pt, 90_000, null, parameters, List.of(RtcpFeedback.NACK, RtcpFeedback.PLI));
  }

  static byte[] rtp(long ssrc, int payloadType, long sequence, long timestamp, byte[] payload) {
    byte[] buffer = new byte[200];
    int length =
        new RtpWriter(buffer)
            .begin(0, false, payloadType, sequence, timestamp, ssrc)
            .payload(payload, 0, payload.length)
            .end();
    return Arrays.copyOf(buffer, length);
  }

  static byte[] media(long sequence, byte[] payload) {
    return rtp(SSRC, VP8, sequence, sequence * 3_000, payload);
  }

  /** As RFC 4588 §4 has it. */
  static byte[] repair(long rtxSequence, int original, byte[] payload) {
    byte[] body = new byte[payload.length + 2];
    body[0] = (byte) (original >> 8);
    body[1] = (byte) original;
    System.arraycopy(payload, 0, body, 2, payload.length);
    return rtp(RTX_SSRC, VP8_RTX, rtxSequence, original * 3_000L, body);
  }

  static UpPacket up(long sequence, boolean keyFrame, long nowMicros) {
    byte[] bytes = media(sequence, keyFrame ? KEY : DELTA);
    return new UpPacket(
        RtpPacket.of(bytes), nowMicros, nowMicros, 0, sequence, sequence * 3_000, keyFrame);
  }

  /** A clock that stands still until it is moved. */
  static final class FakeClock implements MicroClock {
    long micros = 1_000_000;

    @Override
    public long epochMicros() {
      return 1_700_000_000_000_000L + micros;
    }

    @Override
    public long monotonicMicros() {
      return micros;
    }
  }

  /** Keeps what is sent. */
  static final class KeepingSink implements PacketSink {
    final List<byte[]> rtp = new ArrayList<>();
    final List<byte[]> rtcp = new ArrayList<>();

    @Override
    public void rtp(byte[] buf, int off, int len) {
      rtp.add(Arrays.copyOfRange(buf, off, off + len));
    }

    @Override
    public void rtcp(byte[] buf, int off, int len) {
      rtcp.add(Arrays.copyOfRange(buf, off, off + len));
    }
  }

  /** Keeps what a track delivers. */
  static final class KeepingDown implements DownTrack {
    final List<UpPacket> packets = new ArrayList<>();
    final List<UpReport> reports = new ArrayList<>();
    boolean ended;

    @Override
    public void packet(UpPacket packet) {
      packets.add(packet);
    }

    @Override
    public void senderReport(UpReport report) {
      reports.add(report);
    }

    @Override
    public void ended() {
      ended = true;
    }
  }
}
