package io.parley.jobs.media.track;

import io.parley.jobs.media.bytes.ByteWriter;
import io.parley.storage.codec.rtp.NtpTime;
import io.parley.storage.codec.rtp.RtpWriter;
import io.parley.storage.codec.rtp.SenderReport;
import io.parley.storage.contract.MediaCodec;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.RtpRecord;
import io.parley.storage.contract.TrackDescription;
import io.parley.storage.contract.TrackId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A publisher of one track, as tests need it: packetises frames as browsers do. */
public final class Rtp {
  public static final long START = 1_700_000_000_000_000L;
  private static final int MTU = 400;

  public final TrackDescription track;
  public final long ssrc;
  private final long rtpOffset;
  private long sequence;
  private long tapSequence;

  /**
   * @param rtpOffset RTP timestamp at meeting time 0
   */
  public Rtp(String person, MediaSource source, MediaCodec codec, int sequence, long rtpOffset) {
    this.track =
        new TrackDescription(
            new MeetingId("m"),
            new ParticipantId(person),
            new TrackId(person + "." + source.wireName() + ".1"),
            source,
            codec,
            codec.isAudio() ? 111 : 96,
            codec.isAudio() ? 48_000 : 90_000,
            codec.isAudio() ? 2 : 0,
            "",
            0);
    this.ssrc = (person.hashCode() & 0x7fffffffL) | (source.isAudio() ? 0 : 0x80000000L);
    this.sequence = sequence;
    this.rtpOffset = rtpOffset;
  }

  public long rtpAt(double micros) {
    return rtpOffset + Math.round(micros * track.clockRateHz() / 1e6);
  }

  /** Packets of one frame captured at a media time, arriving together. */
  public List<RtpRecord.Packet> frame(byte[] data, double captureMicros, long arrivalMicros) {
    return frameAt(data, rtpAt(captureMicros), arrivalMicros);
  }

  public List<RtpRecord.Packet> frameAt(byte[] data, long rtp, long arrivalMicros) {
    List<byte[]> payloads = payloads(data);
    List<RtpRecord.Packet> out = new ArrayList<>();
    for (int i = 0; i < payloads.size(); i++) {
      byte[] buf = new byte[1_500];
      byte[] payload = payloads.get(i);
      boolean marker = i == payloads.size() - 1 && !track.codec().isAudio();
      int length =
          new RtpWriter(buf)
              .begin(0, marker, track.payloadType(), sequence++, rtp, ssrc)
              .payload(payload, 0, payload.length)
              .end();
      out.add(record(Arrays.copyOf(buf, length), arrivalMicros));
    }
    return out;
  }

  /** Sent and received at this moment, by a sender whose clock is an hour ahead of ours. */
  public RtpRecord.Packet senderReport(long micros) {
    return senderReport(START + 3_600_000_000L + micros, rtpAt((double) micros), micros);
  }

  public RtpRecord.Packet senderReport(long ntpEpochMicros, long rtp, long arrivalMicros) {
    byte[] buf = new byte[100];
    int length =
        new SenderReport(
                ssrc, NtpTime.ofEpochMicros(ntpEpochMicros), rtp & 0xffffffffL, 0, 0, List.of())
            .write(buf, 0);
    return record(Arrays.copyOf(buf, length), arrivalMicros);
  }

  private RtpRecord.Packet record(byte[] packet, long arrivalMicros) {
    return new RtpRecord.Packet(track, START, START + arrivalMicros, tapSequence++, packet);
  }

  private List<byte[]> payloads(byte[] data) {
    return switch (track.codec()) {
      case OPUS -> List.of(data);
      case VP8 ->
          split(data, first -> new byte[] {(byte) (first ? 0x90 : 0x80), (byte) 0x80, 0x11});
      case VP9 -> vp9(data);
      case H264 -> h264(data);
      case AV1 -> av1(data);
    };
  }

  private interface Descriptor {
    byte[] of(boolean first);
  }

  private static List<byte[]> split(byte[] data, Descriptor descriptor) {
    List<byte[]> out = new ArrayList<>();
    for (int at = 0; at < data.length; at += MTU) {
      int length = Math.min(MTU, data.length - at);
      out.add(new ByteWriter().raw(descriptor.of(at == 0)).raw(data, at, length).toByteArray());
    }
    return out;
  }

  private static List<byte[]> vp9(byte[] data) {
    // Bit 2 of an uncompressed header (frame marker 10, profile 00, show_existing) is frame_type.
    boolean key = (data[0] & 0x0c) == 0;
    List<byte[]> out =
        split(
            data,
            first -> new byte[] {(byte) (0x80 | (key ? 0 : 0x40) | (first ? 0x08 : 0)), 0x05});
    out.get(out.size() - 1)[0] |= 0x04;
    return out;
  }

  private static List<byte[]> h264(byte[] data) {
    List<byte[]> small = new ArrayList<>();
    List<byte[]> out = new ArrayList<>();
    for (byte[] unit : annexB(data)) {
      int type = unit[0] & 0x1f;
      if (type == 7 || type == 8) {
        small.add(unit);
        continue;
      }
      if (!small.isEmpty()) {
        ByteWriter stap = new ByteWriter().u8(0x78);
        small.forEach(u -> stap.u16(u.length).raw(u));
        out.add(stap.toByteArray());
        small.clear();
      }
      if (unit.length <= MTU) {
        out.add(unit);
        continue;
      }
      for (int at = 1; at < unit.length; at += MTU) {
        int length = Math.min(MTU, unit.length - at);
        int flags = (at == 1 ? 0x80 : 0) | (at + length == unit.length ? 0x40 : 0);
        out.add(
            new ByteWriter()
                .u8((unit[0] & 0xe0) | 28)
                .u8(flags | type)
                .raw(unit, at, length)
                .toByteArray());
      }
    }
    return out;
  }

  private static List<byte[]> annexB(byte[] data) {
    List<byte[]> units = new ArrayList<>();
    int from = -1;
    for (int i = 0; i + 2 < data.length; i++) {
      if (data[i] == 0 && data[i + 1] == 0 && data[i + 2] == 1) {
        if (from >= 0) {
          units.add(Arrays.copyOfRange(data, from, i > 0 && data[i - 1] == 0 ? i - 1 : i));
        }
        from = i + 3;
      }
    }
    units.add(Arrays.copyOfRange(data, from, data.length));
    return units;
  }

  /** Every OBU an element of its own, without size field; elements cut at the MTU. */
  private static List<byte[]> av1(byte[] data) {
    List<byte[]> out = new ArrayList<>();
    int at = 0;
    while (at < data.length) {
      int header = data[at] & 0xff;
      int headerLength = (header & 4) != 0 ? 2 : 1;
      int size = 0;
      int sizeLength = 0;
      int next;
      do {
        next = data[at + headerLength + sizeLength] & 0xff;
        size |= (next & 0x7f) << (7 * sizeLength++);
      } while ((next & 0x80) != 0);
      ByteWriter element = new ByteWriter().u8(header & ~2).raw(data, at + 1, headerLength - 1);
      element.raw(data, at + headerLength + sizeLength, size);
      at += headerLength + sizeLength + size;
      if ((header >> 3 & 15) == 2) {
        continue;
      }
      byte[] obu = element.toByteArray();
      for (int from = 0; from < obu.length; from += MTU) {
        int length = Math.min(MTU, obu.length - from);
        int flags = (from > 0 ? 0x80 : 0) | (from + length < obu.length ? 0x40 : 0) | 0x10;
        out.add(new ByteWriter().u8(flags).raw(obu, from, length).toByteArray());
      }
    }
    return out;
  }
}
