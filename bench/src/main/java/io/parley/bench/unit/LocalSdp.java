package io.parley.bench.unit;

import io.parley.bench.load.Formats;
import io.parley.bench.load.OutgoingStream;
import io.parley.bench.load.PublishingPeer;
import io.parley.sfu.ortc.HeaderExtensionUris;
import io.parley.sfu.transport.DtlsFingerprint;
import io.parley.sfu.transport.IceParameters;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a load client's offers and answers (RFC 8829). One thread. */
final class LocalSdp {
  private static final List<String> OPUS = List.of(String.valueOf(Formats.OPUS));
  private static final List<String> VP8_AND_RTX =
      List.of(String.valueOf(Formats.VP8), String.valueOf(Formats.VP8_RTX));

  private final IceParameters ice;
  private final DtlsFingerprint fingerprint;
  private final InetSocketAddress address;
  private final List<String> lines = new ArrayList<>();

  LocalSdp(IceParameters ice, DtlsFingerprint fingerprint, InetSocketAddress address) {
    this.ice = ice;
    this.fingerprint = fingerprint;
    this.address = address;
  }

  /** What a publisher offers: all its tracks, sent only. */
  String offer(PublishingPeer peer) {
    OutgoingStream audio = peer.audio();
    List<String> mids = new ArrayList<>();
    if (audio != null) {
      mids.add(Formats.AUDIO_MID);
    }
    if (!peer.layers().isEmpty()) {
      mids.add(Formats.VIDEO_MID);
    }
    session(mids);
    if (audio != null) {
      microphone(peer, audio);
    }
    if (!peer.layers().isEmpty()) {
      camera(peer);
    }
    return text();
  }

  private void microphone(PublishingPeer peer, OutgoingStream stream) {
    section("audio", OPUS, Formats.AUDIO_MID, "sendonly");
    opus();
    add("a=extmap:%d %s", Formats.AUDIO_LEVEL_EXTENSION, HeaderExtensionUris.AUDIO_LEVEL);
    add("a=msid:%s %s-audio", peer.name(), peer.name());
    add("a=ssrc:%d cname:%s", stream.ssrc(), peer.name());
  }

  private void camera(PublishingPeer peer) {
    section("video", VP8_AND_RTX, Formats.VIDEO_MID, "sendonly");
    vp8();
    add("a=msid:%s %s-video", peer.name(), peer.name());
    List<OutgoingStream> layers = peer.layers();
    if (layers.size() == 1) {
      OutgoingStream only = layers.get(0);
      add("a=ssrc-group:FID %d %d", only.ssrc(), only.rtxSsrc());
      add("a=ssrc:%d cname:%s", only.ssrc(), peer.name());
      add("a=ssrc:%d cname:%s", only.rtxSsrc(), peer.name());
      return;
    }
    add("a=extmap:%d %s", Formats.RID_EXTENSION, HeaderExtensionUris.RID);
    add("a=extmap:%d %s", Formats.REPAIRED_RID_EXTENSION, HeaderExtensionUris.REPAIRED_RID);
    List<String> rids = new ArrayList<>();
    for (int layer = layers.size() - 1; layer >= 0; layer--) {
      rids.add(PublishingPeer.rid(layer));
      add("a=rid:%s send", PublishingPeer.rid(layer));
    }
    add("a=simulcast:send %s", String.join(";", rids));
  }

  private void opus() {
    add("a=rtpmap:%d opus/%d/2", Formats.OPUS, Formats.AUDIO_CLOCK);
    add("a=fmtp:%d minptime=10;useinbandfec=1", Formats.OPUS);
    add("a=rtcp-fb:%d nack", Formats.OPUS);
    add("a=rtcp-fb:%d transport-cc", Formats.OPUS);
    extensions();
  }

  private void vp8() {
    add("a=rtpmap:%d VP8/%d", Formats.VP8, Formats.VIDEO_CLOCK);
    for (String feedback : List.of("nack", "nack pli", "ccm fir", "goog-remb", "transport-cc")) {
      add("a=rtcp-fb:%d %s", Formats.VP8, feedback);
    }
    add("a=rtpmap:%d rtx/%d", Formats.VP8_RTX, Formats.VIDEO_CLOCK);
    add("a=fmtp:%d apt=%d", Formats.VP8_RTX, Formats.VP8);
    extensions();
  }

  private void extensions() {
    add("a=extmap:%d %s", Formats.MID_EXTENSION, HeaderExtensionUris.MID);
    add("a=extmap:%d %s", Formats.TRANSPORT_CC_EXTENSION, HeaderExtensionUris.TRANSPORT_CC);
  }

  /** What a player offers: a track of each kind that the publisher sends, received only. */
  String offerToPlay(PublishingPeer publisher) {
    boolean audio = publisher.audio() != null;
    boolean video = !publisher.layers().isEmpty();
    List<String> mids = new ArrayList<>();
    if (audio) {
      mids.add(Formats.AUDIO_MID);
    }
    if (video) {
      mids.add(Formats.VIDEO_MID);
    }
    session(mids);
    if (audio) {
      section("audio", OPUS, Formats.AUDIO_MID, "recvonly");
      opus();
    }
    if (video) {
      section("video", VP8_AND_RTX, Formats.VIDEO_MID, "recvonly");
      vp8();
    }
    return text();
  }

  /** What a subscriber answers: everything that is offered, received only. */
  String answer(Sdp offer) {
    session(offer.sections().stream().map(section -> section.first("mid")).toList());
    for (Sdp.Section section : offer.sections()) {
      section(section.kind(), section.formats(), section.first("mid"), "recvonly");
      for (String attribute : List.of("rtpmap", "fmtp", "rtcp-fb", "extmap")) {
        section.all(attribute).forEach(value -> add("a=%s:%s", attribute, value));
      }
    }
    return text();
  }

  private void session(List<String> mids) {
    add("v=0");
    add("o=- 1 1 IN IP4 %s", address.getAddress().getHostAddress());
    add("s=-");
    add("t=0 0");
    add("a=group:BUNDLE %s", mids.stream().collect(Collectors.joining(" ")));
  }

  private void section(String kind, List<String> formats, String mid, String direction) {
    String host = address.getAddress().getHostAddress();
    add("m=%s 9 UDP/TLS/RTP/SAVPF %s", kind, String.join(" ", formats));
    add("c=IN IP4 %s", host);
    add("a=mid:%s", mid);
    add("a=%s", direction);
    add("a=rtcp-mux");
    add("a=rtcp-rsize");
    add("a=ice-ufrag:%s", ice.usernameFragment());
    add("a=ice-pwd:%s", ice.password());
    add("a=fingerprint:%s %s", fingerprint.algorithm(), fingerprint.value());
    add("a=setup:active");
    add("a=candidate:1 1 udp 2130706431 %s %d typ host", host, address.getPort());
    add("a=end-of-candidates");
  }

  private void add(String format, Object... values) {
    lines.add(String.format(java.util.Locale.ROOT, format, values));
  }

  private String text() {
    return String.join("\r\n", lines) + "\r\n";
  }
}
