package io.parley.sfu.ortc;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** From what a publisher sends to what each subscriber gets. */
public final class Negotiation {
  /** More than any browser sends for one track: three layers each with rtx, and some to spare. */
  private static final int MAX_ENCODINGS = 8;

  private Negotiation() {}

  /** Why negotiation did not come to a result. */
  public static final class Unsupported extends Exception {
    public Unsupported(String message) {
      super(message);
    }
  }

  /**
   * Checks what a publisher is about to send.
   *
   * @return the media codec that it will use: the first one that repairs no other
   * @throws Unsupported when the router does not forward that codec, or encodings cannot be told
   *     apart
   */
  public static RtpParameters.Codec checkProducer(MediaKind kind, RtpParameters parameters)
      throws Unsupported {
    RtpParameters.Codec media = null;
    for (RtpParameters.Codec codec : parameters.codecs()) {
      if (!CodecMatch.isRepair(codec.mimeType())) {
        media = codec;
        break;
      }
    }
    if (media == null) {
      throw new Unsupported("rtpParameters name no media codec");
    }
    RtpCapabilities.Codec router = find(RouterCapabilities.get(), media);
    if (router == null || router.kind() != kind) {
      throw new Unsupported("the router does not forward " + media.mimeType() + " as " + kind);
    }
    checkEncodings(parameters);
    return media;
  }

  /** The same parameters with the media codec that is used in front. */
  public static RtpParameters withFirstCodec(RtpParameters parameters, RtpParameters.Codec first) {
    List<RtpParameters.Codec> codecs = new ArrayList<>();
    codecs.add(first);
    parameters.codecs().stream().filter(codec -> !codec.equals(first)).forEach(codecs::add);
    return new RtpParameters(
        parameters.mid(),
        codecs,
        parameters.headerExtensions(),
        parameters.encodings(),
        parameters.rtcp());
  }

  private static void checkEncodings(RtpParameters parameters) throws Unsupported {
    List<RtpParameters.Encoding> encodings = parameters.encodings();
    if (encodings.isEmpty() || encodings.size() > MAX_ENCODINGS) {
      throw new Unsupported("between 1 and " + MAX_ENCODINGS + " encodings are expected");
    }
    Set<Object> names = new HashSet<>();
    for (RtpParameters.Encoding encoding : encodings) {
      Object name = encoding.ssrc() != null ? encoding.ssrc() : encoding.rid();
      if (name == null || !names.add(name)) {
        throw new Unsupported("each encoding needs an ssrc or a rid of its own");
      }
      if (encoding.ssrc() == null
          && (parameters.mid() == null
              || parameters.extensionId(HeaderExtensionUris.MID) == 0
              || parameters.extensionId(HeaderExtensionUris.RID) == 0)) {
        throw new Unsupported("encodings told apart by rid need the mid and rid extensions");
      }
    }
  }

  /** The codec of the router that means the same; null if the SFU does not forward it. */
  public static RtpCapabilities.@Nullable Codec forwarded(RtpParameters.Codec codec) {
    return find(RouterCapabilities.get(), codec);
  }

  /** Whether a subscriber can decode what a publisher sends. */
  public static boolean canConsume(RtpParameters.Codec sent, RtpCapabilities subscriber) {
    return find(subscriber, sent) != null;
  }

  /**
   * What the SFU sends to one subscriber.
   *
   * @param sent the publisher's media codec
   * @param ssrc fresh, unique on the subscriber's transport
   * @param rtxSsrc fresh; used only when the subscriber knows rtx for the codec
   * @param mid of the track on the subscriber's transport
   * @param cname tracks with one cname are played in step
   * @throws Unsupported when the subscriber cannot decode the codec
   */
  public static RtpParameters consumer(
      MediaKind kind,
      RtpParameters.Codec sent,
      RtpCapabilities subscriber,
      long ssrc,
      long rtxSsrc,
      String mid,
      String cname)
      throws Unsupported {
    RtpCapabilities.Codec media = find(subscriber, sent);
    if (media == null) {
      throw new Unsupported("the subscriber does not receive " + sent.mimeType());
    }
    List<RtpParameters.Codec> codecs = new ArrayList<>();
    codecs.add(
        new RtpParameters.Codec(
            media.mimeType(),
            media.preferredPayloadType(),
            media.clockRate(),
            media.channels(),
            sent.parameters(),
            media.rtcpFeedback()));
    RtpCapabilities.Codec rtx = rtxOf(subscriber, media.preferredPayloadType());
    if (rtx != null) {
      codecs.add(
          new RtpParameters.Codec(
              rtx.mimeType(),
              rtx.preferredPayloadType(),
              rtx.clockRate(),
              null,
              Map.of("apt", media.preferredPayloadType()),
              List.of()));
    }
    RtpCapabilities.Codec red = redOf(subscriber, media);
    if (red != null) {
      codecs.add(
          new RtpParameters.Codec(
              red.mimeType(),
              red.preferredPayloadType(),
              red.clockRate(),
              red.channels(),
              redParameters(media.preferredPayloadType()),
              List.of()));
    }
    RtpParameters.Rtx repair = rtx == null ? null : new RtpParameters.Rtx(rtxSsrc);
    return new RtpParameters(
        mid,
        codecs,
        extensionsFor(kind, media, subscriber),
        List.of(RtpParameters.Encoding.of(ssrc, repair)),
        new RtpParameters.Rtcp(cname, true, true));
  }

  /**
   * Packets with redundancy where every block, old or new, is of one payload type (RFC 2198 §5).
   * The value has no name in SDP; clients that write one before it leave it empty.
   */
  public static Map<String, Object> redParameters(int payloadType) {
    return Map.of("", payloadType + "/" + payloadType);
  }

  /** The format parameters of a codec as in SDP, in the order of their names. */
  public static String fmtp(RtpParameters.Codec codec) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, Object> entry : new TreeMap<>(codec.parameters()).entrySet()) {
      text.append(text.isEmpty() ? "" : ";").append(entry.getKey());
      text.append(entry.getKey().isEmpty() ? "" : "=").append(entry.getValue());
    }
    return text.toString();
  }

  private static List<RtpParameters.HeaderExtension> extensionsFor(
      MediaKind kind, RtpCapabilities.Codec codec, RtpCapabilities subscriber) {
    Set<String> sent = new HashSet<>();
    for (RtpCapabilities.HeaderExtension ours : RouterCapabilities.get().headerExtensions()) {
      if (ours.kind() == kind && !"recvonly".equals(ours.direction())) {
        sent.add(ours.uri());
      }
    }
    if (!CodecMatch.isAv1(codec.mimeType())) {
      sent.remove(HeaderExtensionUris.DEPENDENCY_DESCRIPTOR);
    }
    List<RtpParameters.HeaderExtension> extensions = new ArrayList<>();
    for (RtpCapabilities.HeaderExtension theirs : subscriber.headerExtensions()) {
      boolean received =
          !"sendonly".equals(theirs.direction()) && !"inactive".equals(theirs.direction());
      boolean oneByte = theirs.preferredId() >= 1 && theirs.preferredId() <= 14;
      if (theirs.kind() == kind && received && oneByte && sent.remove(theirs.uri())) {
        extensions.add(
            new RtpParameters.HeaderExtension(theirs.uri(), theirs.preferredId(), false));
      }
    }
    return extensions;
  }

  private static RtpCapabilities.@Nullable Codec find(
      RtpCapabilities capabilities, RtpParameters.Codec wanted) {
    for (RtpCapabilities.Codec codec : capabilities.codecs()) {
      if (CodecMatch.same(
          codec.mimeType(),
          codec.clockRate(),
          codec.channels(),
          codec.parameters(),
          wanted.mimeType(),
          wanted.clockRate(),
          wanted.channels(),
          wanted.parameters())) {
        return codec;
      }
    }
    return null;
  }

  private static RtpCapabilities.@Nullable Codec rtxOf(
      RtpCapabilities capabilities, int payloadType) {
    for (RtpCapabilities.Codec codec : capabilities.codecs()) {
      if (CodecMatch.isRtx(codec.mimeType()) && CodecMatch.apt(codec.parameters()) == payloadType) {
        return codec;
      }
    }
    return null;
  }

  private static RtpCapabilities.@Nullable Codec redOf(
      RtpCapabilities capabilities, RtpCapabilities.Codec media) {
    for (RtpCapabilities.Codec codec : capabilities.codecs()) {
      if (media.kind() == MediaKind.AUDIO
          && CodecMatch.isRed(codec.mimeType())
          && codec.clockRate() == media.clockRate()) {
        return codec;
      }
    }
    return null;
  }
}
