package io.parley.sfu.sdp;

import io.parley.sfu.ortc.RtpParameters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The streams that a section sends: simulcast layers by rid (RFC 8853), else SSRCs (RFC 5576). */
final class OfferedEncodings {
  private OfferedEncodings() {}

  /**
   * The layers, lowest first. Rids are offered most wanted first (RFC 8853 §5.2), so they are
   * turned round; SSRC groups of simulcast have the lowest first already.
   */
  static List<RtpParameters.Encoding> of(MediaSection section) throws SdpException {
    List<String> rids = sentRids(section);
    if (!rids.isEmpty()) {
      List<RtpParameters.Encoding> layers = new ArrayList<>();
      for (String rid : rids) {
        layers.add(new RtpParameters.Encoding(null, rid, null, null, null, null, null));
      }
      Collections.reverse(layers);
      return layers;
    }
    return bySsrc(section);
  }

  /** As in the offer; of alternatives the first. */
  static List<String> sentRids(MediaSection section) throws SdpException {
    String simulcast = section.value("simulcast");
    if (simulcast == null) {
      return List.of();
    }
    String[] parts = simulcast.trim().split(" +");
    for (int i = 0; i + 1 < parts.length; i += 2) {
      if (parts[i].equals("send")) {
        List<String> rids = new ArrayList<>();
        for (String stream : parts[i + 1].split(";")) {
          String rid = stream.split(",", 2)[0];
          rid = rid.startsWith("~") ? rid.substring(1) : rid;
          if (!rid.matches("[A-Za-z0-9_-]{1,255}") || rids.contains(rid)) {
            throw SdpException.malformed("simulcast with a rid that is none");
          }
          rids.add(rid);
        }
        return rids;
      }
    }
    return List.of();
  }

  private static List<RtpParameters.Encoding> bySsrc(MediaSection section) throws SdpException {
    Set<Long> all = new LinkedHashSet<>();
    for (String value : section.values("ssrc")) {
      all.add(ssrc(value.split(" ", 2)[0]));
    }
    Map<Long, Long> repairs = new HashMap<>();
    List<Long> layers = new ArrayList<>();
    for (String value : section.values("ssrc-group")) {
      String[] parts = value.trim().split(" +");
      if (parts[0].equals("FID") && parts.length == 3) {
        repairs.put(ssrc(parts[1]), ssrc(parts[2]));
      } else if (parts[0].equals("SIM")) {
        for (int i = 1; i < parts.length; i++) {
          layers.add(ssrc(parts[i]));
        }
      }
    }
    all.removeAll(repairs.values());
    if (layers.isEmpty()) {
      all.stream().findFirst().ifPresent(layers::add);
    }
    if (layers.isEmpty()) {
      throw SdpException.unsupported("a section that sends must name its SSRC or its rids");
    }
    List<RtpParameters.Encoding> encodings = new ArrayList<>();
    for (Long layer : layers) {
      Long repair = repairs.get(layer);
      encodings.add(
          RtpParameters.Encoding.of(layer, repair == null ? null : new RtpParameters.Rtx(repair)));
    }
    return encodings;
  }

  /** RFC 3550 §6.5.1; null if the section names none. */
  static @Nullable String cname(MediaSection section) {
    for (String value : section.values("ssrc")) {
      int at = value.indexOf(" cname:");
      if (at > 0) {
        return value.substring(at + " cname:".length());
      }
    }
    return null;
  }

  private static long ssrc(String text) throws SdpException {
    if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) > 0xffff_ffffL) {
      throw SdpException.malformed("an SSRC that is none");
    }
    return Long.parseLong(text);
  }
}
