package io.parley.sfu.ortc;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one track is sent: by a publisher to the SFU, or by the SFU to a subscriber.
 *
 * @param mid names the track within its transport; null when the sender gave none
 * @param codecs first the media codec that is used, then its rtx or red
 */
@JsonInclude(Include.NON_NULL)
public record RtpParameters(
    @Nullable String mid,
    List<Codec> codecs,
    List<HeaderExtension> headerExtensions,
    List<Encoding> encodings,
    Rtcp rtcp) {
  public RtpParameters {
    codecs = RtpCapabilities.copyOf(codecs);
    headerExtensions = RtpCapabilities.copyOf(headerExtensions);
    encodings = RtpCapabilities.copyOf(encodings);
    rtcp = rtcp == null ? new Rtcp(null, true, true) : rtcp;
  }

  /** The id negotiated for a header extension; 0 when it was not negotiated. */
  public int extensionId(String uri) {
    for (HeaderExtension extension : headerExtensions) {
      if (extension.uri().equals(uri)) {
        return extension.id();
      }
    }
    return 0;
  }

  /** The rtx codec that repairs a payload type; null when there is none. */
  public @Nullable Codec rtxOf(int payloadType) {
    for (Codec codec : codecs) {
      if (CodecMatch.isRtx(codec.mimeType()) && CodecMatch.apt(codec.parameters()) == payloadType) {
        return codec;
      }
    }
    return null;
  }

  /** The payload type of packets with redundancy; -1 when there are none. */
  public int redPayloadType() {
    for (Codec codec : codecs) {
      if (CodecMatch.isRed(codec.mimeType())) {
        return codec.payloadType();
      }
    }
    return -1;
  }

  /**
   * @param payloadType 0–127
   * @param channels null for video
   */
  @JsonInclude(Include.NON_NULL)
  public record Codec(
      String mimeType,
      int payloadType,
      int clockRate,
      @Nullable Integer channels,
      Map<String, Object> parameters,
      List<RtcpFeedback> rtcpFeedback) {
    public Codec {
      CodecMatch.checkCodec(mimeType, payloadType, clockRate);
      parameters = CodecMatch.checkedParameters(parameters);
      rtcpFeedback = RtpCapabilities.copyOf(rtcpFeedback);
    }

    /** Whether this kind of feedback was negotiated. */
    public boolean has(RtcpFeedback feedback) {
      return rtcpFeedback.contains(feedback);
    }
  }

  /**
   * @param id 1–255 (RFC 8285)
   */
  public record HeaderExtension(String uri, int id, boolean encrypt) {
    public HeaderExtension {
      java.util.Objects.requireNonNull(uri, "uri is missing");
      if (id < 1 || id > 255) {
        throw new IllegalArgumentException("header extension id out of range: " + id);
      }
    }
  }

  /**
   * @param ssrc unsigned 32 bits; null for simulcast layers, which are told apart by rid
   * @param rtx null when lost packets are sent again as they were
   * @param maxBitrate bits a second; null when not limited
   */
  @JsonInclude(Include.NON_NULL)
  public record Encoding(
      @Nullable Long ssrc,
      @Nullable String rid,
      @Nullable Rtx rtx,
      @Nullable Boolean dtx,
      @Nullable String scalabilityMode,
      @Nullable Long maxBitrate,
      @Nullable Boolean active) {
    public Encoding {
      if (ssrc != null && (ssrc < 0 || ssrc > 0xffff_ffffL)) {
        throw new IllegalArgumentException("ssrc out of range: " + ssrc);
      }
    }

    /** An encoding that is known by its SSRC. */
    public static Encoding of(long ssrc, @Nullable Rtx rtx) {
      return new Encoding(ssrc, null, rtx, null, null, null, null);
    }
  }

  /**
   * @param ssrc unsigned 32 bits
   */
  public record Rtx(long ssrc) {
    public Rtx {
      if (ssrc < 0 || ssrc > 0xffff_ffffL) {
        throw new IllegalArgumentException("ssrc out of range: " + ssrc);
      }
    }
  }

  /**
   * @param cname canonical name (RFC 3550 §6.5.1); null when the sender gave none
   */
  @JsonInclude(Include.NON_NULL)
  public record Rtcp(@Nullable String cname, boolean reducedSize, @Nullable Boolean mux) {}
}
