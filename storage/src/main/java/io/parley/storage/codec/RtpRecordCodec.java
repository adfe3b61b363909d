package io.parley.storage.codec;

import io.parley.storage.codec.FormatException.Reason;
import io.parley.storage.contract.MediaCodec;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.RtpRecord;
import io.parley.storage.contract.TrackDescription;
import io.parley.storage.contract.TrackId;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Header {@link Topics#RTP_HEADER} of a record of the {@code rtp} topic. The record's value is the
 * packet alone, exactly as received. Numbers are big-endian; strings are UTF-8.
 *
 * <pre>
 *  packet                                    tick
 *   0  version = 1                            0  version = 1
 *   1  kind = 0                               1  kind = 1
 *   2  arrivalEpochMicros        (8)          2  arrivalEpochMicros  (8)
 *  10  tapSequence               (8)         10  sfuId               (1 + n)
 *  18  meetingStartEpochMicros   (8)
 *  26  payloadType               (1)
 *  27  source                    (1)   1 microphone, 2 camera, 3 screen, 4 screen-audio
 *  28  codec                     (1)   1 Opus, 2 VP8, 3 VP9, 4 H264, 5 AV1
 *  29  audioLevelExtensionId     (1)
 *  30  clockRateHz               (4)
 *  34  channels                  (1)
 *  35  meetingId, participantId, trackId   (1 + n each), fmtp (2 + n)
 * </pre>
 */
public final class RtpRecordCodec {
  private static final byte VERSION = 1;
  private static final byte KIND_PACKET = 0;
  private static final byte KIND_TICK = 1;
  private static final int ARRIVAL = 2;
  private static final int TAP_SEQUENCE = 10;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private RtpRecordCodec() {}

  /**
   * Writes the headers of one track: everything but two numbers is laid out once. Immutable; any
   * thread may use it.
   */
  public static final class TrackEncoder {
    private final byte[] template;

    private TrackEncoder(byte[] template) {
      this.template = template;
    }

    /** The header of one packet; a fresh array which the caller owns. */
    public byte[] encodeHeader(long arrivalEpochMicros, long tapSequence) {
      byte[] header = template.clone();
      LONG.set(header, ARRIVAL, arrivalEpochMicros);
      LONG.set(header, TAP_SEQUENCE, tapSequence);
      return header;
    }
  }

  /**
   * @throws IllegalArgumentException if the format parameters are longer than 65,535 bytes
   */
  public static TrackEncoder prepare(TrackDescription track, long meetingStartEpochMicros) {
    byte[] meeting = utf8(track.meetingId().value(), 0xff);
    byte[] participant = utf8(track.participantId().value(), 0xff);
    byte[] trackId = utf8(track.trackId().value(), 0xff);
    byte[] fmtp = utf8(track.fmtp(), 0xffff);
    ByteBuffer out =
        ByteBuffer.allocate(40 + meeting.length + participant.length + trackId.length + fmtp.length)
            .put(VERSION)
            .put(KIND_PACKET)
            .putLong(0)
            .putLong(0)
            .putLong(meetingStartEpochMicros)
            .put((byte) track.payloadType())
            .put(codeOf(track.source()))
            .put(codeOf(track.codec()))
            .put(unsignedByte(track.audioLevelExtensionId()))
            .putInt(track.clockRateHz())
            .put(unsignedByte(track.channels()));
    putShort(out, meeting);
    putShort(out, participant);
    putShort(out, trackId);
    out.putShort((short) fmtp.length).put(fmtp);
    return new TrackEncoder(out.array());
  }

  /**
   * The header of any record. For packets one by one, {@link #prepare} the track once instead.
   *
   * @throws IllegalArgumentException if a text is too long for its length field
   */
  public static byte[] encodeHeader(RtpRecord record) {
    if (record instanceof RtpRecord.Packet packet) {
      return prepare(packet.track(), packet.meetingStartEpochMicros())
          .encodeHeader(packet.arrivalEpochMicros(), packet.tapSequence());
    }
    RtpRecord.Tick tick = (RtpRecord.Tick) record;
    byte[] sfu = utf8(tick.sfuId(), 0xff);
    ByteBuffer out =
        ByteBuffer.allocate(11 + sfu.length)
            .put(VERSION)
            .put(KIND_TICK)
            .putLong(tick.arrivalEpochMicros());
    putShort(out, sfu);
    return out.array();
  }

  /** The value that belongs to {@link #encodeHeader(RtpRecord)}: the packet, or nothing. */
  public static byte[] encodeValue(RtpRecord record) {
    return record instanceof RtpRecord.Packet packet ? packet.packet() : new byte[0];
  }

  /**
   * @param header the bytes of {@link Topics#RTP_HEADER}; null if the record has none
   * @param value becomes the packet without a copy
   * @throws FormatException if the header is missing, cut short, or from a newer version
   */
  public static RtpRecord decode(byte @Nullable [] header, byte @Nullable [] value)
      throws FormatException {
    if (header == null || header.length < 2) {
      throw malformed("an rtp record without a header '" + Topics.RTP_HEADER + "'");
    }
    if (header[0] != VERSION) {
      throw new FormatException(
          Reason.UNKNOWN_VERSION, "version " + (header[0] & 0xff) + " of the rtp header");
    }
    ByteBuffer in = ByteBuffer.wrap(header, 2, header.length - 2);
    try {
      RtpRecord record =
          switch (header[1]) {
            case KIND_PACKET -> readPacket(in, value);
            case KIND_TICK -> {
              long arrival = in.getLong();
              yield new RtpRecord.Tick(text(in, in.get() & 0xff), arrival);
            }
            default ->
                throw new FormatException(
                    Reason.UNKNOWN_TYPE, "kind " + (header[1] & 0xff) + " of rtp record");
          };
      if (in.hasRemaining()) {
        throw malformed(in.remaining() + " bytes too many in the rtp header");
      }
      return record;
    } catch (BufferUnderflowException e) {
      throw new FormatException(
          Reason.MALFORMED, "rtp header cut short at " + header.length + " bytes", e);
    } catch (IllegalArgumentException e) {
      throw new FormatException(Reason.MALFORMED, "rtp header: " + e.getMessage(), e);
    }
  }

  private static RtpRecord readPacket(ByteBuffer in, byte @Nullable [] value)
      throws FormatException {
    if (value == null || value.length == 0) {
      throw malformed("an rtp record without a packet");
    }
    long arrival = in.getLong();
    long tapSequence = in.getLong();
    long meetingStart = in.getLong();
    int payloadType = in.get() & 0xff;
    MediaSource source = sourceOf(in.get());
    MediaCodec codec = codecOf(in.get());
    int audioLevel = in.get() & 0xff;
    int clockRate = in.getInt();
    int channels = in.get() & 0xff;
    TrackDescription track =
        new TrackDescription(
            new MeetingId(text(in, in.get() & 0xff)),
            new ParticipantId(text(in, in.get() & 0xff)),
            new TrackId(text(in, in.get() & 0xff)),
            source,
            codec,
            payloadType,
            clockRate,
            channels,
            text(in, in.getShort() & 0xffff),
            audioLevel);
    return new RtpRecord.Packet(track, meetingStart, arrival, tapSequence, value);
  }

  private static byte codeOf(MediaSource source) {
    return switch (source) {
      case MICROPHONE -> 1;
      case CAMERA -> 2;
      case SCREEN -> 3;
      case SCREEN_AUDIO -> 4;
    };
  }

  private static MediaSource sourceOf(byte code) throws FormatException {
    return switch (code) {
      case 1 -> MediaSource.MICROPHONE;
      case 2 -> MediaSource.CAMERA;
      case 3 -> MediaSource.SCREEN;
      case 4 -> MediaSource.SCREEN_AUDIO;
      default -> throw new FormatException(Reason.UNKNOWN_TYPE, "media source " + code);
    };
  }

  private static byte codeOf(MediaCodec codec) {
    return switch (codec) {
      case OPUS -> 1;
      case VP8 -> 2;
      case VP9 -> 3;
      case H264 -> 4;
      case AV1 -> 5;
    };
  }

  private static MediaCodec codecOf(byte code) throws FormatException {
    return switch (code) {
      case 1 -> MediaCodec.OPUS;
      case 2 -> MediaCodec.VP8;
      case 3 -> MediaCodec.VP9;
      case 4 -> MediaCodec.H264;
      case 5 -> MediaCodec.AV1;
      default -> throw new FormatException(Reason.UNKNOWN_TYPE, "media codec " + code);
    };
  }

  private static FormatException malformed(String what) {
    return new FormatException(Reason.MALFORMED, what);
  }

  private static byte unsignedByte(int value) {
    if (value < 0 || value > 0xff) {
      throw new IllegalArgumentException("does not fit a byte: " + value);
    }
    return (byte) value;
  }

  private static byte[] utf8(String text, int limit) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > limit) {
      throw new IllegalArgumentException("longer than " + limit + " bytes: " + text);
    }
    return bytes;
  }

  private static void putShort(ByteBuffer out, byte[] text) {
    out.put((byte) text.length).put(text);
  }

  private static String text(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
