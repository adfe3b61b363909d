package io.parley.sfu.ortc;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One kind of RTCP feedback (RFC 4585 §4.2), such as {@code nack pli}.
 *
 * @param parameter null when the feedback has none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RtcpFeedback(String type, @Nullable String parameter) {
  public static final RtcpFeedback NACK = new RtcpFeedback("nack", null);
  public static final RtcpFeedback PLI = new RtcpFeedback("nack", "pli");
  public static final RtcpFeedback FIR = new RtcpFeedback("ccm", "fir");
  public static final RtcpFeedback REMB = new RtcpFeedback("goog-remb", null);
  public static final RtcpFeedback TRANSPORT_CC = new RtcpFeedback("transport-cc", null);

  public RtcpFeedback {
    java.util.Objects.requireNonNull(type, "type is missing");
    parameter = parameter == null || parameter.isEmpty() ? null : parameter;
  }
}
