package io.parley.sfu.forward;

import io.parley.sfu.ortc.CodecMatch;
import io.parley.sfu.ortc.HeaderExtensionUris;
import io.parley.sfu.ortc.RtpParameters;
import io.parley.sfu.track.DependencyDescriptor;
import io.parley.sfu.track.Vp8Descriptor;
import io.parley.storage.codec.rtp.HeaderExtensions;
import io.parley.storage.codec.rtp.Red;
import io.parley.storage.codec.rtp.RtpPacket;
import io.parley.storage.codec.rtp.RtpWriter;
import java.nio.charset.StandardCharsets;

/**
 * How packets of one track look to one subscriber: payload types, SSRCs and header extension ids
 * are the subscriber's; the payload stays as it was sent, but for what the subscriber can't read.
 */
final class OutgoingFormat {
  private static final int SEND_TIME_LENGTH = 3;
  private static final int TRANSPORT_SEQUENCE_LENGTH = 2;
  private static final int EXTENSION_BIT = 0x10;

  /** Behind the fixed header and the extension's own. */
  private static final int FIRST_ELEMENT =
      RtpPacket.FIXED_HEADER_LENGTH + HeaderExtensions.HEADER_LENGTH;

  private static final int MAX_ONE_BYTE_LENGTH = 16;

  private final long ssrc;
  private final int payloadType;
  private final int redPayloadType;
  private final long rtxSsrc;
  private final int rtxPayloadType;
  private final byte[] mid;
  private final int midId;
  private final int sendTimeId;
  private final int transportSequenceId;
  private final int[] copiedFrom;
  private final int[] copiedTo;
  private final boolean av1;
  private final int dependenciesFrom;
  private final int dependenciesTo;

  /**
   * @param from as negotiated with the publisher
   * @param to as negotiated with the subscriber: one codec, perhaps its rtx, one encoding
   */
  OutgoingFormat(RtpParameters from, RtpParameters to) {
    RtpParameters.Encoding encoding = to.encodings().get(0);
    RtpParameters.Codec codec = to.codecs().get(0);
    RtpParameters.Codec rtx = to.rtxOf(codec.payloadType());
    this.ssrc = java.util.Objects.requireNonNull(encoding.ssrc());
    this.payloadType = codec.payloadType();
    this.redPayloadType = to.redPayloadType();
    this.rtxSsrc = encoding.rtx() == null ? InboundStream.UNKNOWN : encoding.rtx().ssrc();
    this.rtxPayloadType = rtx == null ? -1 : rtx.payloadType();
    String name = to.mid();
    this.mid = (name == null ? "" : name).getBytes(StandardCharsets.UTF_8);
    this.midId = mid.length == 0 ? 0 : to.extensionId(HeaderExtensionUris.MID);
    // Without rtx a lost packet is sent again under its own number, and so under the same nonce.
    // Two different packets would give away the key that authenticates them (RFC 7714 §8.4, §9.1).
    boolean sentOnce = repairs();
    this.sendTimeId = sentOnce ? to.extensionId(HeaderExtensionUris.ABS_SEND_TIME) : 0;
    this.transportSequenceId = sentOnce ? to.extensionId(HeaderExtensionUris.TRANSPORT_CC) : 0;
    this.av1 = CodecMatch.isAv1(from.codecs().get(0).mimeType());
    this.dependenciesFrom = from.extensionId(HeaderExtensionUris.DEPENDENCY_DESCRIPTOR);
    this.dependenciesTo = to.extensionId(HeaderExtensionUris.DEPENDENCY_DESCRIPTOR);
    this.copiedFrom =
        new int[] {
          from.extensionId(HeaderExtensionUris.AUDIO_LEVEL),
          from.extensionId(HeaderExtensionUris.VIDEO_ORIENTATION)
        };
    this.copiedTo =
        new int[] {
          to.extensionId(HeaderExtensionUris.AUDIO_LEVEL),
          to.extensionId(HeaderExtensionUris.VIDEO_ORIENTATION)
        };
  }

  long ssrc() {
    return ssrc;
  }

  /** Id of the header extension with the transport-wide number; 0 if packets get none. */
  int transportSequenceId() {
    return transportSequenceId;
  }

  /** Whether a packet that was written here has room for a transport-wide number. */
  static boolean hasTransportSequence(byte[] buf, int off, int len, int id) {
    if (len <= FIRST_ELEMENT + 1 + TRANSPORT_SEQUENCE_LENGTH || (buf[off] & EXTENSION_BIT) == 0) {
      return false;
    }
    int first = buf[off + FIRST_ELEMENT] & 0xff;
    return HeaderExtensions.isTwoByte(buf, off + RtpPacket.FIXED_HEADER_LENGTH)
        ? first == id && buf[off + FIRST_ELEMENT + 1] == TRANSPORT_SEQUENCE_LENGTH
        : first == ((id << 4) | (TRANSPORT_SEQUENCE_LENGTH - 1));
  }

  static void putTransportSequence(byte[] buf, int off, long number) {
    boolean twoByte = HeaderExtensions.isTwoByte(buf, off + RtpPacket.FIXED_HEADER_LENGTH);
    int at = off + FIRST_ELEMENT + (twoByte ? 2 : 1);
    HeaderExtensions.putTransportSequence(buf, at, number);
  }

  /**
   * Whether the subscriber can tell layers of the stream apart. Browsers that read no dependency
   * descriptors show nothing of AV1 with more than one spatial layer.
   */
  boolean readsLayers() {
    return !av1 || dependenciesFrom == 0 || dependenciesTo != 0;
  }

  boolean repairs() {
    return rtxPayloadType >= 0 && rtxSsrc != InboundStream.UNKNOWN;
  }

  /** Writes the packet at 0 and returns its length. */
  int write(RtpWriter out, PacketHistory.Sent sent, long nowEpochMicros, byte[] buffer) {
    RtpPacket rtp = sent.packet().rtp();
    boolean red = sent.packet().isRedundant() && redPayloadType >= 0;
    int type = red ? redPayloadType : payloadType;
    out.begin(0, sent.marker(), type, sent.sequence(), sent.timestamp(), ssrc);
    writeExtensions(out, sent, nowEpochMicros, buffer);
    int length = payload(out, sent, red, buffer);
    if (red) {
      Red.retype(buffer, length - rtp.payloadLength(), payloadType);
    }
    return length;
  }

  /** Writes its retransmission (RFC 4588 §4) at 0 and returns the length. */
  int writeRepair(
      RtpWriter out,
      PacketHistory.Sent sent,
      long rtxSequence,
      long nowEpochMicros,
      byte[] buffer) {
    out.begin(0, sent.marker(), rtxPayloadType, rtxSequence, sent.timestamp(), rtxSsrc);
    writeExtensions(out, sent, nowEpochMicros, buffer);
    byte[] original = {(byte) (sent.sequence() >> 8), (byte) sent.sequence()};
    out.payload(original, 0, original.length);
    return payload(out, sent, false, buffer);
  }

  /** Writes a packet without payload at 0: it only takes its place in the sequence. */
  int writeEmpty(RtpWriter out, long sequence, long timestamp) {
    return out.begin(0, false, payloadType, sequence, timestamp, ssrc).end();
  }

  private static int payload(
      RtpWriter out, PacketHistory.Sent sent, boolean withRedundancy, byte[] buffer) {
    RtpPacket rtp = sent.packet().rtp();
    int before = withRedundancy ? 0 : sent.packet().redundancy();
    int length =
        out.payload(rtp.buffer(), rtp.payloadOffset() + before, rtp.payloadLength() - before).end();
    Vp8Descriptor vp8 = sent.packet().vp8();
    if (vp8 != null) {
      vp8.rewrite(buffer, length - rtp.payloadLength(), sent.pictureId(), sent.tl0PicIdx());
    }
    return length;
  }

  /** The transport-wide number stands first, where {@link #putTransportSequence} finds it. */
  private void writeExtensions(
      RtpWriter out, PacketHistory.Sent sent, long nowEpochMicros, byte[] buffer) {
    RtpPacket rtp = sent.packet().rtp();
    byte[] dependencies = rtp.buffer();
    int dependenciesAt = dependencies(rtp);
    int dependenciesLength = dependenciesAt < 0 ? 0 : rtp.extensionLength(dependenciesAt);
    DependencyDescriptor descriptor = sent.packet().dependencies();
    if (dependenciesLength > 0 && descriptor != null && sent.activeTargets() != 0) {
      dependencies =
          descriptor.withActiveTargets(
              dependencies, dependenciesAt, dependenciesLength, sent.activeTargets());
      dependenciesAt = 0;
      dependenciesLength = dependencies.length;
    }
    if (dependenciesLength > MAX_ONE_BYTE_LENGTH) {
      out.twoByteExtensions();
    }
    if (transportSequenceId != 0) {
      out.extension(transportSequenceId, TRANSPORT_SEQUENCE_LENGTH);
    }
    if (midId != 0) {
      out.extension(midId, mid, 0, mid.length);
    }
    if (sendTimeId != 0) {
      int at = out.extension(sendTimeId, SEND_TIME_LENGTH);
      HeaderExtensions.putAbsoluteSendTime(buffer, at, nowEpochMicros);
    }
    for (int i = 0; i < copiedFrom.length; i++) {
      int from = copiedFrom[i] == 0 || copiedTo[i] == 0 ? -1 : rtp.findExtension(copiedFrom[i]);
      if (from >= 0) {
        int length = rtp.extensionLength(from);
        if (length >= 1 && length <= MAX_ONE_BYTE_LENGTH) {
          out.extension(copiedTo[i], rtp.buffer(), from, length);
        }
      }
    }
    if (dependenciesLength > 0) {
      out.extension(dependenciesTo, dependencies, dependenciesAt, dependenciesLength);
    }
  }

  /** Where it stands what a packet of AV1 says of its frame; -1 if the subscriber can't read it. */
  private int dependencies(RtpPacket rtp) {
    boolean both = dependenciesFrom != 0 && dependenciesTo != 0;
    return both ? rtp.findExtension(dependenciesFrom) : -1;
  }
}
