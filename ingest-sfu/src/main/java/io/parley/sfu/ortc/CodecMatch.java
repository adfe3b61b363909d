package io.parley.sfu.ortc;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When two descriptions mean the same codec, so that packets pass untouched between them. */
public final class CodecMatch {
  private CodecMatch() {}

  /** Whether the media type is {@code audio/rtx} or {@code video/rtx} (RFC 4588). */
  public static boolean isRtx(String mimeType) {
    return mimeType.toLowerCase(Locale.ROOT).endsWith("/rtx");
  }

  /** Whether the media type is {@code audio/red} (RFC 2198). */
  public static boolean isRed(String mimeType) {
    return mimeType.equalsIgnoreCase("audio/red");
  }

  /** Whether the media type is {@code video/AV1}. */
  public static boolean isAv1(String mimeType) {
    return mimeType.equalsIgnoreCase("video/AV1");
  }

  /** Whether packets of the codec can't be without those of another, which it repairs. */
  public static boolean isRepair(String mimeType) {
    return isRtx(mimeType) || isRed(mimeType);
  }

  /** The payload type an rtx codec repairs; -1 when it does not say. */
  public static int apt(Map<String, Object> parameters) {
    return number(parameters.get("apt"), -1);
  }

  /**
   * Whether a decoder described by one set of parameters decodes what the other describes. H.264:
   * same packetization mode and profile (RFC 6184 §8.2.2; level may differ). VP9: same profile
   * (draft-ietf-payload-vp9 §6). AV1: same profile.
   */
  public static boolean same(
      String mimeType,
      int clockRate,
      @Nullable Integer channels,
      Map<String, Object> parameters,
      String otherMimeType,
      int otherClockRate,
      @Nullable Integer otherChannels,
      Map<String, Object> otherParameters) {
    if (!mimeType.equalsIgnoreCase(otherMimeType)
        || clockRate != otherClockRate
        || orOne(channels) != orOne(otherChannels)) {
      return false;
    }
    return switch (mimeType.toLowerCase(Locale.ROOT)) {
      case "video/h264" ->
          number(parameters.get("packetization-mode"), 0)
                  == number(otherParameters.get("packetization-mode"), 0)
              && h264Profile(parameters).equals(h264Profile(otherParameters));
      case "video/vp9" ->
          number(parameters.get("profile-id"), 0) == number(otherParameters.get("profile-id"), 0);
      case "video/av1" ->
          number(parameters.get("profile"), 0) == number(otherParameters.get("profile"), 0);
      default -> true;
    };
  }

  /** Constrained baseline, baseline, main and high are told apart; constraint bits that agree. */
  private static String h264Profile(Map<String, Object> parameters) {
    Object value = parameters.get("profile-level-id");
    String id = value == null ? "42001f" : value.toString().toLowerCase(Locale.ROOT);
    if (id.length() != 6) {
      return id;
    }
    int idc;
    int constraints;
    try {
      idc = Integer.parseInt(id.substring(0, 2), 16);
      constraints = Integer.parseInt(id.substring(2, 4), 16);
    } catch (NumberFormatException e) {
      return id;
    }
    boolean set0 = (constraints & 0x80) != 0;
    boolean set1 = (constraints & 0x40) != 0;
    return switch (idc) {
      case 0x42 -> set1 ? "constrained-baseline" : "baseline";
      case 0x4d -> set0 ? "constrained-baseline" : "main";
      case 0x64 -> (constraints & 0x0c) == 0x0c ? "constrained-high" : "high";
      default -> id.substring(0, 4);
    };
  }

  static int number(@Nullable Object value, int otherwise) {
    if (value instanceof Number number) {
      return number.intValue();
    }
    if (value instanceof String text) {
      try {
        return Integer.parseInt(text.trim());
      } catch (NumberFormatException e) {
        return otherwise;
      }
    }
    return otherwise;
  }

  static void checkCodec(@Nullable String mimeType, int payloadType, int clockRate) {
    if (mimeType == null || !mimeType.matches("(?i)(audio|video)/[A-Za-z0-9._-]{1,40}")) {
      throw new IllegalArgumentException("not an audio or video media type: " + mimeType);
    }
    if (payloadType < 0 || payloadType > 127) {
      throw new IllegalArgumentException("payload type out of range: " + payloadType);
    }
    if (clockRate <= 0 || clockRate > 1_000_000) {
      throw new IllegalArgumentException("clock rate out of range: " + clockRate);
    }
  }

  /**
   * Format parameters end in the session descriptions of others: what could begin a new line or
   * parameter there is refused.
   */
  static Map<String, Object> checkedParameters(@Nullable Map<String, Object> parameters) {
    if (parameters == null) {
      return Map.of();
    }
    parameters.forEach(
        (name, value) -> {
          boolean plain = value instanceof Number || value instanceof Boolean;
          boolean text = value instanceof String s && s.matches("[A-Za-z0-9+/=,._:-]{0,512}");
          if (!name.matches("[A-Za-z0-9/_-]{0,64}") || !(plain || text)) {
            throw new IllegalArgumentException("not a format parameter: " + name);
          }
        });
    return Map.copyOf(parameters);
  }

  private static int orOne(@Nullable Integer channels) {
    return channels == null ? 1 : channels;
  }
}
