package io.parley.sfu.sdp;

import io.parley.sfu.ortc.CodecMatch;
import io.parley.sfu.ortc.RtcpFeedback;
import io.parley.sfu.ortc.RtpParameters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The codecs of a media section: {@code rtpmap}, {@code fmtp} and {@code rtcp-fb} by payload type.
 */
final class OfferedCodecs {
  /** What may be worth reading; everything else is passed over, whatever its parameters are. */
  private static final Set<String> KNOWN =
      Set.of("opus", "vp8", "vp9", "h264", "av1", "rtx", "red");

  /** RFC 8866 §6.6: payload type, name, clock rate, channels. */
  private static final Pattern RTPMAP =
      Pattern.compile("([0-9]{1,3}) ([A-Za-z0-9._-]{1,40})/([0-9]{1,7})(?:/([0-9]{1,2}))?");

  /** RFC 2198 §5: the payload type of each block, which has no name. */
  private static final Pattern RED = Pattern.compile("[0-9]{1,3}(?:/[0-9]{1,3}){1,16}");

  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,8}");
  private static final Pattern PROFILE_LEVEL_ID = Pattern.compile("[0-9a-fA-F]{6}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9+/=,._:-]{0,512}");
  private static final int MAX_PARAMETERS = 32;

  private OfferedCodecs() {}

  /** In the order of the m-line, the most wanted first. */
  static List<RtpParameters.Codec> of(MediaSection section) throws SdpException {
    Map<String, String> maps = new HashMap<>();
    for (String value : section.values("rtpmap")) {
      maps.putIfAbsent(payloadType(value), value);
    }
    Map<String, String> formats = new HashMap<>();
    for (String value : section.values("fmtp")) {
      formats.putIfAbsent(payloadType(value), rest(value));
    }
    List<RtpParameters.Codec> codecs = new ArrayList<>();
    for (String format : section.formats()) {
      String map = maps.get(format);
      Matcher read = map == null ? null : RTPMAP.matcher(map.trim());
      if (read == null) {
        continue;
      }
      if (!read.matches()) {
        throw SdpException.malformed("rtpmap of payload type " + format);
      }
      if (KNOWN.contains(read.group(2).toLowerCase(Locale.ROOT))) {
        codecs.add(codec(section, read, formats.getOrDefault(format, "")));
      }
    }
    return codecs;
  }

  private static RtpParameters.Codec codec(MediaSection section, Matcher map, String fmtp)
      throws SdpException {
    String channels = map.group(4);
    boolean audio = section.media().equals("audio");
    try {
      return new RtpParameters.Codec(
          section.media() + "/" + map.group(2),
          Integer.parseInt(map.group(1)),
          Integer.parseInt(map.group(3)),
          audio && channels != null ? Integer.valueOf(channels) : null,
          parameters(fmtp),
          feedback(section, map.group(1)));
    } catch (IllegalArgumentException e) {
      throw SdpException.malformed(String.valueOf(e.getMessage()));
    }
  }

  /** Values that could not be passed on are left out, among them profiles that are none. */
  private static Map<String, Object> parameters(String fmtp) {
    Map<String, Object> parameters = new HashMap<>();
    if (RED.matcher(fmtp.trim()).matches()) {
      return Map.of("", fmtp.trim());
    }
    for (String part : fmtp.split(";", MAX_PARAMETERS)) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? "" : part.substring(0, equals).trim();
      String value = part.substring(equals + 1).trim();
      if (!NAME.matcher(name).matches() || !VALUE.matcher(value).matches()) {
        continue;
      }
      if (name.equals("profile-level-id")) {
        if (PROFILE_LEVEL_ID.matcher(value).matches()) {
          parameters.put(name, value);
        }
      } else {
        parameters.put(name, NUMBER.matcher(value).matches() ? Integer.valueOf(value) : value);
      }
    }
    return parameters;
  }

  private static List<RtcpFeedback> feedback(MediaSection section, String payloadType) {
    List<RtcpFeedback> feedback = new ArrayList<>();
    for (String value : section.values("rtcp-fb")) {
      String[] parts = value.trim().split(" +", 3);
      if (parts.length >= 2 && (parts[0].equals(payloadType) || parts[0].equals("*"))) {
        feedback.add(new RtcpFeedback(parts[1], parts.length == 3 ? parts[2] : null));
      }
    }
    return feedback;
  }

  /** A codec, and the one offered that repairs it, if any: rtx or red. */
  static List<RtpParameters.Codec> withRepair(
      RtpParameters.Codec media, List<RtpParameters.Codec> all) {
    List<RtpParameters.Codec> both = new ArrayList<>();
    both.add(media);
    for (RtpParameters.Codec codec : all) {
      boolean rtx =
          CodecMatch.isRtx(codec.mimeType())
              && CodecMatch.apt(codec.parameters()) == media.payloadType();
      if (rtx || isRedOf(media, codec)) {
        both.add(codec);
        break;
      }
    }
    return both;
  }

  private static boolean isRedOf(RtpParameters.Codec media, RtpParameters.Codec codec) {
    Object blocks = codec.parameters().get("");
    return CodecMatch.isRed(codec.mimeType())
        && codec.clockRate() == media.clockRate()
        && blocks instanceof String text
        && text.startsWith(media.payloadType() + "/");
  }

  private static String payloadType(String value) {
    int space = value.indexOf(' ');
    return space < 0 ? value : value.substring(0, space);
  }

  private static String rest(String value) {
    int space = value.indexOf(' ');
    return space < 0 ? "" : value.substring(space + 1);
  }
}
