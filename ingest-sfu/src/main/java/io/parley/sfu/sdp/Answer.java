package io.parley.sfu.sdp;

import io.parley.sfu.ortc.CodecMatch;
import io.parley.sfu.ortc.Negotiation;
import io.parley.sfu.ortc.RtcpFeedback;
import io.parley.sfu.ortc.RtpParameters;
import io.parley.sfu.transport.DtlsParameters;
import io.parley.sfu.transport.DtlsRole;
import io.parley.sfu.transport.IceCandidate;
import io.parley.sfu.transport.IceParameters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Writes answers (RFC 3264 §6, RFC 9429 §5.3) and the fragments of restarted ICE (RFC 8840 §9). */
public final class Answer {
  private Answer() {}

  /** This side of the transport. */
  public record Local(IceParameters ice, List<IceCandidate> candidates, DtlsParameters dtls) {}

  /**
   * The answer to an offer.
   *
   * @param accepted by index of the offer's sections, what flows there; other sections are rejected
   * @param sending whether we are who sends
   * @param stream names what is sent, so that a client plays picture and sound together
   */
  public static SessionDescription to(
      Offer offer,
      Map<Integer, RtpParameters> accepted,
      Local local,
      boolean sending,
      String stream)
      throws SdpException {
    List<MediaSection> sections = new ArrayList<>();
    StringJoiner bundle = new StringJoiner(" ", "BUNDLE ", "").setEmptyValue("");
    boolean first = true;
    for (int i = 0; i < offer.description().media().size(); i++) {
      MediaSection offered = offer.description().media().get(i);
      RtpParameters parameters = accepted.get(i);
      if (parameters == null) {
        sections.add(rejected(offered));
        continue;
      }
      List<Attribute> attributes = new ArrayList<>();
      String mid = parameters.mid();
      if (mid != null) {
        bundle.add(mid);
        attributes.add(Attribute.of("mid", mid));
      }
      attributes.addAll(transport(offer, local));
      if (first) {
        attributes.addAll(candidates(local.candidates()));
      }
      first = false;
      List<RtpParameters.Codec> codecs = inOrder(parameters.codecs());
      attributes.addAll(rtp(offered, parameters, codecs, sending, stream));
      List<String> formats =
          codecs.stream().map(codec -> Integer.toString(codec.payloadType())).toList();
      sections.add(new MediaSection(offered.media(), 9, offered.protocol(), formats, attributes));
    }
    List<Attribute> session = new ArrayList<>();
    if (bundle.length() > 0) {
      session.add(Attribute.of("group", bundle.toString()));
    }
    session.add(Attribute.of("ice-lite"));
    return new SessionDescription(session, sections);
  }

  /** What a restart of ICE is answered with (RFC 9725 §4.3.3): new credentials, old candidates. */
  public static String restarted(Offer offer, IceParameters ice, List<IceCandidate> candidates) {
    StringBuilder text = new StringBuilder(500);
    Attribute.of("ice-lite").write(text);
    MediaSection first = offer.media().get(0).section();
    text.append("m=").append(first.media()).append(" 9 ").append(first.protocol()).append(" 0\r\n");
    Attribute.of("mid", offer.media().get(0).mid()).write(text);
    Attribute.of("ice-ufrag", ice.usernameFragment()).write(text);
    Attribute.of("ice-pwd", ice.password()).write(text);
    candidates(candidates).forEach(attribute -> attribute.write(text));
    return text.toString();
  }

  private static MediaSection rejected(MediaSection offered) {
    List<Attribute> attributes = new ArrayList<>();
    String mid = offered.value("mid");
    if (mid != null) {
      attributes.add(Attribute.of("mid", mid));
    }
    attributes.add(Attribute.of("inactive"));
    return new MediaSection(offered.media(), 0, offered.protocol(), offered.formats(), attributes);
  }

  private static List<Attribute> transport(Offer offer, Local local) {
    List<Attribute> attributes = new ArrayList<>();
    attributes.add(Attribute.of("ice-ufrag", local.ice().usernameFragment()));
    attributes.add(Attribute.of("ice-pwd", local.ice().password()));
    local
        .dtls()
        .fingerprints()
        .forEach(
            one ->
                attributes.add(Attribute.of("fingerprint", one.algorithm() + " " + one.value())));
    boolean client = offer.dtls().role() == DtlsRole.SERVER;
    attributes.add(Attribute.of("setup", client ? "active" : "passive"));
    attributes.add(Attribute.of("rtcp-mux"));
    return attributes;
  }

  /** RFC 8839 §5.1; for TCP also RFC 6544 §4.5. */
  private static List<Attribute> candidates(List<IceCandidate> candidates) {
    List<Attribute> attributes = new ArrayList<>();
    for (IceCandidate one : candidates) {
      String text =
          one.foundation()
              + " 1 "
              + one.protocol()
              + " "
              + one.priority()
              + " "
              + one.address()
              + " "
              + one.port()
              + " typ "
              + one.type()
              + (one.tcpType() == null ? "" : " tcptype " + one.tcpType());
      attributes.add(Attribute.of("candidate", text));
    }
    attributes.add(Attribute.of("end-of-candidates"));
    return attributes;
  }

  /** Redundancy is sent where it is wanted more than what it repairs: it stands before that. */
  private static List<RtpParameters.Codec> inOrder(List<RtpParameters.Codec> codecs) {
    List<RtpParameters.Codec> ordered = new ArrayList<>(codecs);
    ordered.sort(Comparator.comparing(codec -> !CodecMatch.isRed(codec.mimeType())));
    return ordered;
  }

  private static List<Attribute> rtp(
      MediaSection offered,
      RtpParameters parameters,
      List<RtpParameters.Codec> codecs,
      boolean sending,
      String stream)
      throws SdpException {
    List<Attribute> attributes = new ArrayList<>();
    attributes.add(Attribute.of(sending ? "sendonly" : "recvonly"));
    if (offered.has("rtcp-rsize")) {
      attributes.add(Attribute.of("rtcp-rsize"));
    }
    for (RtpParameters.HeaderExtension one : parameters.headerExtensions()) {
      attributes.add(Attribute.of("extmap", one.id() + " " + one.uri()));
    }
    codecs.forEach(codec -> codec(codec, attributes));
    if (sending) {
      sources(offered, parameters, stream, attributes);
    } else {
      layers(offered, attributes);
    }
    return attributes;
  }

  private static void codec(RtpParameters.Codec codec, List<Attribute> to) {
    String name = codec.mimeType().substring(codec.mimeType().indexOf('/') + 1);
    String map = codec.payloadType() + " " + name + "/" + codec.clockRate();
    Integer channels = codec.channels();
    to.add(Attribute.of("rtpmap", channels == null || channels == 1 ? map : map + "/" + channels));
    for (RtcpFeedback feedback : codec.rtcpFeedback()) {
      String parameter = feedback.parameter();
      String what = parameter == null ? feedback.type() : feedback.type() + " " + parameter;
      to.add(Attribute.of("rtcp-fb", codec.payloadType() + " " + what));
    }
    String fmtp = Negotiation.fmtp(codec);
    if (!fmtp.isEmpty()) {
      to.add(Attribute.of("fmtp", codec.payloadType() + " " + fmtp));
    }
  }

  /** RFC 5576 and RFC 8830: who is heard or seen in these packets. */
  private static void sources(
      MediaSection offered, RtpParameters parameters, String stream, List<Attribute> to) {
    String track = stream + "-" + offered.media();
    to.add(Attribute.of("msid", stream + " " + track));
    RtpParameters.Encoding encoding = parameters.encodings().get(0);
    String cname = parameters.rtcp().cname();
    RtpParameters.Rtx rtx = encoding.rtx();
    if (rtx != null) {
      to.add(Attribute.of("ssrc-group", "FID " + encoding.ssrc() + " " + rtx.ssrc()));
    }
    to.add(Attribute.of("ssrc", encoding.ssrc() + " cname:" + cname));
    if (rtx != null) {
      to.add(Attribute.of("ssrc", rtx.ssrc() + " cname:" + cname));
    }
  }

  /** RFC 8853 §5.3.2: all layers that are offered are received. */
  private static void layers(MediaSection offered, List<Attribute> to) throws SdpException {
    List<String> rids = OfferedEncodings.sentRids(offered);
    if (!rids.isEmpty()) {
      rids.forEach(rid -> to.add(Attribute.of("rid", rid + " recv")));
      to.add(Attribute.of("simulcast", "recv " + String.join(";", rids)));
    }
  }
}
