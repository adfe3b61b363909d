package io.parley.sfu.sdp;

import io.parley.sfu.ortc.CodecMatch;
import io.parley.sfu.ortc.HeaderExtensionUris;
import io.parley.sfu.ortc.MediaKind;
import io.parley.sfu.ortc.Negotiation;
import io.parley.sfu.ortc.RouterCapabilities;
import io.parley.sfu.ortc.RtcpFeedback;
import io.parley.sfu.ortc.RtpCapabilities;
import io.parley.sfu.ortc.RtpParameters;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A media section that can be answered: audio or video over DTLS-SRTP, in the bundle.
 *
 * @param index of the section in the offer
 * @param mid its name in the offer (RFC 5888)
 * @param codecs those that this server knows of, most wanted first, rtx among them
 * @param extensions those that fit into one-byte headers (RFC 8285 §4.2)
 */
public record OfferedMedia(
    int index,
    MediaSection section,
    MediaKind kind,
    String mid,
    List<RtpParameters.Codec> codecs,
    List<RtpParameters.HeaderExtension> extensions) {
  private static final int MAX_ONE_BYTE_ID = 14;

  public OfferedMedia {
    codecs = List.copyOf(codecs);
    extensions = List.copyOf(extensions);
  }

  static OfferedMedia of(int index, MediaSection section, String mid) throws SdpException {
    MediaKind kind = section.media().equals("audio") ? MediaKind.AUDIO : MediaKind.VIDEO;
    return new OfferedMedia(
        index, section, kind, mid, OfferedCodecs.of(section), extensions(section));
  }

  /** Whether the client wants to send here. */
  public boolean sends() {
    return !section.has("recvonly") && !section.has("inactive");
  }

  /** Whether the client wants to receive here. */
  public boolean receives() {
    return !section.has("sendonly") && !section.has("inactive");
  }

  /**
   * What the client will send, with the first of its codecs that this server forwards.
   *
   * @throws SdpException if it forwards none, or the streams cannot be told apart
   */
  public RtpParameters sent() throws SdpException {
    String why = "no codec of the " + section.media() + " section is forwarded";
    for (RtpParameters.Codec offered : codecs) {
      RtpCapabilities.Codec ours = Negotiation.forwarded(offered);
      if (ours == null || CodecMatch.isRepair(offered.mimeType())) {
        continue;
      }
      RtpParameters.Codec codec =
          with(offered, format(offered), common(offered.rtcpFeedback(), ours.rtcpFeedback()));
      RtpParameters parameters =
          new RtpParameters(
              mid,
              OfferedCodecs.withRepair(codec, codecs),
              understood(),
              OfferedEncodings.of(section),
              new RtpParameters.Rtcp(
                  OfferedEncodings.cname(section), section.has("rtcp-rsize"), true));
      try {
        Negotiation.checkProducer(kind, parameters);
        return parameters;
      } catch (Negotiation.Unsupported e) {
        why = String.valueOf(e.getMessage());
      }
    }
    throw SdpException.unsupported(why);
  }

  /** What the client can receive here. */
  RtpCapabilities received() {
    List<RtpCapabilities.Codec> list = new ArrayList<>();
    for (RtpParameters.Codec codec : codecs) {
      RtpCapabilities.Codec ours = Negotiation.forwarded(codec);
      boolean rtx = CodecMatch.isRtx(codec.mimeType());
      if (ours != null || rtx) {
        list.add(
            new RtpCapabilities.Codec(
                kind,
                codec.mimeType(),
                codec.payloadType(),
                codec.clockRate(),
                codec.channels(),
                codec.parameters(),
                ours == null ? List.of() : common(codec.rtcpFeedback(), ours.rtcpFeedback())));
      }
    }
    List<RtpCapabilities.HeaderExtension> headers = new ArrayList<>();
    for (RtpParameters.HeaderExtension one : extensions) {
      headers.add(
          new RtpCapabilities.HeaderExtension(kind, one.uri(), one.id(), false, "sendrecv"));
    }
    return new RtpCapabilities(list, headers);
  }

  private List<RtpParameters.HeaderExtension> understood() {
    Set<String> ours = new HashSet<>();
    for (RtpCapabilities.HeaderExtension one : RouterCapabilities.get().headerExtensions()) {
      if (one.kind() == kind && !"sendonly".equals(one.direction())) {
        ours.add(one.uri());
      }
    }
    return extensions.stream().filter(one -> ours.contains(one.uri())).toList();
  }

  private static List<RtcpFeedback> common(List<RtcpFeedback> theirs, List<RtcpFeedback> ours) {
    return theirs.stream().filter(ours::contains).distinct().toList();
  }

  /**
   * Encoders that say nothing of their Opus may send two channels, as FFmpeg does. To a subscriber
   * told so, one channel sounds the same; untold, it would mix two into one (RFC 7587 §6.1).
   */
  private static Map<String, Object> format(RtpParameters.Codec offered) {
    boolean untold =
        offered.mimeType().equalsIgnoreCase("audio/opus") && offered.parameters().isEmpty();
    return untold ? Map.of("stereo", 1, "sprop-stereo", 1) : offered.parameters();
  }

  private static RtpParameters.Codec with(
      RtpParameters.Codec codec, Map<String, Object> format, List<RtcpFeedback> feedback) {
    return new RtpParameters.Codec(
        codec.mimeType(),
        codec.payloadType(),
        codec.clockRate(),
        codec.channels(),
        format,
        feedback);
  }

  /** {@code a=extmap:id[/direction] uri [attributes]} (RFC 8285 §8). */
  private static List<RtpParameters.HeaderExtension> extensions(MediaSection section)
      throws SdpException {
    List<RtpParameters.HeaderExtension> list = new ArrayList<>();
    Set<Object> taken = new HashSet<>();
    for (String value : section.values("extmap")) {
      String[] parts = value.trim().split(" +");
      String id = parts[0].split("/", 2)[0];
      if (parts.length < 2 || !id.matches("[0-9]{1,4}")) {
        throw SdpException.malformed("an extmap without id and URI");
      }
      int number = Integer.parseInt(id);
      // One that tells of layers needs both forms of headers in one stream (RFC 8285 §4.1.2).
      boolean fits = number >= 1 && number <= MAX_ONE_BYTE_ID;
      boolean mixes = parts[1].equals(HeaderExtensionUris.DEPENDENCY_DESCRIPTOR);
      if (fits && !mixes && taken.add(number) && taken.add(parts[1])) {
        list.add(new RtpParameters.HeaderExtension(parts[1], number, false));
      }
    }
    return list;
  }
}
