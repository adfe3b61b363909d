package io.parley.sfu.sdp;

import io.parley.sfu.ortc.RtpCapabilities;
import io.parley.sfu.transport.DtlsFingerprint;
import io.parley.sfu.transport.DtlsParameters;
import io.parley.sfu.transport.DtlsRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An offer of a WHIP or WHEP client, read as far as it can be answered: one transport for all
 * sections (BUNDLE, RFC 9725 §4.4), RTP and RTCP on it together.
 *
 * @param ice the client's credentials
 * @param dtls the client's fingerprints and the role that it takes when we answer
 * @param media what can be answered; all other sections are rejected
 */
public record Offer(
    SessionDescription description,
    IceCredentials ice,
    DtlsParameters dtls,
    List<OfferedMedia> media) {
  /** What a mid is (RFC 5888 §4); it is written into answers as it stands. */
  private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`{|}~-]{1,16}";

  public Offer {
    media = List.copyOf(media);
  }

  /**
   * Reads an offer.
   *
   * @throws SdpException if it is malformed, or nothing of it can be answered
   */
  public static Offer parse(String text) throws SdpException {
    SessionDescription description = SessionDescription.parse(text);
    List<String> bundle = bundle(description);
    List<OfferedMedia> usable = new ArrayList<>();
    for (int i = 0; i < description.media().size(); i++) {
      MediaSection section = description.media().get(i);
      String mid = section.value("mid");
      if (mid == null || !mid.matches(TOKEN)) {
        continue;
      }
      boolean together = bundle.isEmpty() ? usable.isEmpty() : bundle.contains(mid);
      if (together && isRtp(section)) {
        usable.add(OfferedMedia.of(i, section, mid));
      }
    }
    if (usable.isEmpty()) {
      throw SdpException.unsupported(
          "the offer has no bundled section of audio or video over DTLS-SRTP");
    }
    MediaSection first = usable.get(0).section();
    return new Offer(
        description,
        IceCredentials.of(
            description.value(first, "ice-ufrag"), description.value(first, "ice-pwd")),
        dtls(description, first),
        usable);
  }

  /** What the client can receive, over all its sections. */
  public RtpCapabilities capabilities() {
    List<RtpCapabilities.Codec> codecs = new ArrayList<>();
    List<RtpCapabilities.HeaderExtension> extensions = new ArrayList<>();
    for (OfferedMedia one : media) {
      if (one.receives()) {
        codecs.addAll(one.received().codecs());
        extensions.addAll(one.received().headerExtensions());
      }
    }
    return new RtpCapabilities(codecs, extensions);
  }

  /** The mids of the first bundle group (RFC 8843 §7); empty if there is none. */
  private static List<String> bundle(SessionDescription description) {
    for (String group : description.values("group")) {
      String[] parts = group.trim().split(" +");
      if (parts[0].equals("BUNDLE")) {
        return List.of(parts).subList(1, parts.length);
      }
    }
    return List.of();
  }

  private static boolean isRtp(MediaSection section) {
    boolean media = section.media().equals("audio") || section.media().equals("video");
    boolean open = section.port() != 0 || section.has("bundle-only");
    boolean secure =
        section.protocol().endsWith("TLS/RTP/SAVPF") || section.protocol().endsWith("TLS/RTP/SAVP");
    return media && open && secure && section.has("rtcp-mux");
  }

  private static DtlsParameters dtls(SessionDescription description, MediaSection section)
      throws SdpException {
    List<DtlsFingerprint> fingerprints = new ArrayList<>();
    for (String value : description.values(section, "fingerprint")) {
      String[] parts = value.trim().split(" +");
      try {
        if (parts.length != 2) {
          throw new IllegalArgumentException("a fingerprint is a hash and its value");
        }
        fingerprints.add(new DtlsFingerprint(parts[0], parts[1]));
      } catch (IllegalArgumentException e) {
        throw SdpException.malformed(String.valueOf(e.getMessage()));
      }
    }
    String setup = description.value(section, "setup");
    DtlsRole role =
        switch (setup == null ? "active" : setup.trim().toLowerCase(Locale.ROOT)) {
          case "active", "actpass" -> DtlsRole.CLIENT;
          case "passive" -> DtlsRole.SERVER;
          default -> throw SdpException.unsupported("a=setup is active, passive or actpass");
        };
    try {
      DtlsParameters parameters = new DtlsParameters(role, fingerprints);
      parameters.sha256();
      return parameters;
    } catch (IllegalArgumentException e) {
      throw SdpException.unsupported(String.valueOf(e.getMessage()));
    }
  }
}
