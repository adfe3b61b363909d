package io.parley.sfu.ortc;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an endpoint can send or receive. */
public record RtpCapabilities(List<Codec> codecs, List<HeaderExtension> headerExtensions) {
  public RtpCapabilities {
    codecs = copyOf(codecs);
    headerExtensions = copyOf(headerExtensions);
  }

  static <T> List<T> copyOf(@Nullable List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }

  /**
   * @param preferredPayloadType 0–127
   * @param channels null for video
   * @param parameters format parameters, values are strings or numbers
   */
  @JsonInclude(Include.NON_NULL)
  public record Codec(
      MediaKind kind,
      String mimeType,
      int preferredPayloadType,
      int clockRate,
      @Nullable Integer channels,
      Map<String, Object> parameters,
      List<RtcpFeedback> rtcpFeedback) {
    public Codec {
      CodecMatch.checkCodec(mimeType, preferredPayloadType, clockRate);
      java.util.Objects.requireNonNull(kind, "kind is missing");
      parameters = CodecMatch.checkedParameters(parameters);
      rtcpFeedback = copyOf(rtcpFeedback);
    }
  }

  /**
   * @param preferredId 1–14, so that one-byte headers suffice (RFC 8285 §4.2)
   * @param direction as seen from the endpoint: {@code sendrecv}, {@code sendonly}, {@code
   *     recvonly}; null means {@code sendrecv}
   */
  @JsonInclude(Include.NON_NULL)
  public record HeaderExtension(
      MediaKind kind,
      String uri,
      int preferredId,
      boolean preferredEncrypt,
      @Nullable String direction) {
    public HeaderExtension {
      java.util.Objects.requireNonNull(kind, "kind is missing");
      java.util.Objects.requireNonNull(uri, "uri is missing");
    }
  }
}
