package io.parley.sfu.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.sfu.ortc.HeaderExtensionUris;
import io.parley.sfu.ortc.MediaKind;
import io.parley.sfu.ortc.RtcpFeedback;
import io.parley.sfu.ortc.RtpParameters;
import io.parley.sfu.transport.DtlsFingerprint;
import io.parley.sfu.transport.DtlsParameters;
import io.parley.sfu.transport.DtlsRole;
import io.parley.sfu.transport.IceCandidate;
import io.parley.sfu.transport.IceParameters;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OfferTest {
  private static final String HASH = "AB" + ":CD".repeat(31);
  private static final String TRANSPORT =
      "a=ice-ufrag:abcd\r\na=ice-pwd:0123456789abcdef0123456789\r\n"
          + "a=fingerprint:sha-256 "
          + HASH
          + "\r\na=setup:actpass\r\na=rtcp-mux\r\n";

  /** As a browser offers a camera in two layers, and a microphone. */
  private static final String BROWSER =
      "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1 2\r\n"
          + "m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\n"
          + TRANSPORT
          + "a=sendonly\r\na=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\n"
          + "a=rtpmap:111 opus/48000/2\r\na=rtcp-fb:111 transport-cc\r\n"
          + "a=fmtp:111 minptime=10;useinbandfec=1\r\na=rtpmap:63 red/48000/2\r\n"
          + "a=fmtp:63 111/111\r\na=rtpmap:9 G722/8000\r\na=ssrc:11 cname:c\r\n"
          + "m=video 9 UDP/TLS/RTP/SAVPF 41 42 96 97\r\nc=IN IP4 0.0.0.0\r\na=mid:1\r\n"
          + TRANSPORT
          + "a=sendonly\r\na=rtcp-rsize\r\na=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\r\n"
          + "a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id\r\n"
          + "a=extmap:11 urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id\r\n"
          + "a=extmap:15 urn:3gpp:video-orientation\r\na=extmap:7 urn:example:unknown\r\n"
          + "a=extmap:8 "
          + HeaderExtensionUris.DEPENDENCY_DESCRIPTOR
          + "\r\n"
          + "a=rtpmap:41 H265/90000\r\na=rtpmap:42 rtx/90000\r\na=fmtp:42 apt=41\r\n"
          + "a=rtpmap:96 VP8/90000\r\na=rtcp-fb:96 goog-remb\r\na=rtcp-fb:96 nack pli\r\n"
          + "a=rtcp-fb:* nack\r\na=rtcp-fb:96 rrtr\r\na=rtpmap:97 rtx/90000\r\na=fmtp:97 apt=96\r\n"
          + "a=rid:h send\r\na=rid:l send\r\na=simulcast:send h;~l\r\n"
          + "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:2\r\n"
          + TRANSPORT;

  private static final Answer.Local LOCAL =
      new Answer.Local(
          new IceParameters("ours", "ourpassword0123456789x", true),
          List.of(new IceCandidate("host0", 5, "192.0.2.7", "192.0.2.7", "udp", 9000, "host")),
          new DtlsParameters(
              DtlsRole.AUTO, List.of(new DtlsFingerprint(DtlsFingerprint.SHA_256, HASH))));

  @Test
  void readsWhatABrowserSends() throws SdpException {
    Offer offer = Offer.parse(BROWSER);
    assertThat(offer.ice()).isEqualTo(new IceCredentials("abcd", "0123456789abcdef0123456789"));
    assertThat(offer.dtls().role()).isEqualTo(DtlsRole.CLIENT);
    assertThat(offer.media())
        .extracting(OfferedMedia::kind)
        .containsExactly(MediaKind.AUDIO, MediaKind.VIDEO);
    RtpParameters audio = offer.media().get(0).sent();
    assertThat(audio.codecs())
        .extracting(RtpParameters.Codec::payloadType)
        .containsExactly(111, 63);
    assertThat(audio.redPayloadType()).isEqualTo(63);
    assertThat(audio.codecs().get(0).parameters()).containsEntry("useinbandfec", 1);
    assertThat(audio.encodings()).containsExactly(RtpParameters.Encoding.of(11, null));
    assertThat(audio.rtcp().cname()).isEqualTo("c");
    RtpParameters video = offer.media().get(1).sent();
    assertThat(video.codecs()).extracting(RtpParameters.Codec::payloadType).containsExactly(96, 97);
    assertThat(video.codecs().get(0).rtcpFeedback())
        .containsExactlyInAnyOrder(RtcpFeedback.REMB, RtcpFeedback.PLI, RtcpFeedback.NACK);
    assertThat(video.encodings()).extracting(RtpParameters.Encoding::rid).containsExactly("l", "h");
    assertThat(video.extensionId(HeaderExtensionUris.RID)).isEqualTo(10);
    assertThat(video.headerExtensions()).hasSize(3);
  }

  @Test
  void answersSectionBySectionAndRefusesTheRest() throws SdpException {
    Offer offer = Offer.parse(BROWSER);
    Map<Integer, RtpParameters> accepted = new TreeMap<>();
    for (OfferedMedia one : offer.media()) {
      accepted.put(one.index(), one.sent());
    }
    String answer = Answer.to(offer, accepted, LOCAL, false, "me").write(7);
    SessionDescription read = SessionDescription.parse(answer);
    assertThat(read.values("group")).containsExactly("BUNDLE 0 1");
    assertThat(read.media()).extracting(MediaSection::port).containsExactly(9, 9, 0);
    assertThat(read.media().get(0).formats())
        .as("redundancy is wanted")
        .containsExactly("63", "111");
    assertThat(answer).contains("a=fmtp:63 111/111\r\n");
    MediaSection video = read.media().get(1);
    assertThat(video.formats()).containsExactly("96", "97");
    assertThat(video.value("simulcast")).isEqualTo("recv h;l");
    assertThat(video.value("setup")).isEqualTo("passive");
    assertThat(video.has("recvonly")).isTrue();
    assertThat(read.media().get(0).value("candidate"))
        .isEqualTo("host0 1 udp 5 192.0.2.7 9000 typ host");
    assertThat(answer).contains("a=fmtp:111 minptime=10;useinbandfec=1\r\n").doesNotContain("H265");
  }

  /** As FFmpeg, which sends two channels and says nothing of them. */
  @Test
  void opusOfWhichNothingIsSaidMayBeStereo() throws SdpException {
    String silent = BROWSER.replace("a=fmtp:111 minptime=10;useinbandfec=1\r\n", "");
    OfferedMedia audio = Offer.parse(silent).media().get(0);
    assertThat(audio.sent().codecs().get(0).parameters())
        .containsExactlyInAnyOrderEntriesOf(Map.of("stereo", 1, "sprop-stereo", 1));
  }

  /** The ffmpeg program takes the server's part in DTLS and writes profiles that are none. */
  @Test
  void readsAnEncoderThatIsDtlsServerAndHasAnOddProfile() throws SdpException {
    Offer offer =
        Offer.parse(
            String.join(
                "\n",
                "v=0",
                "o=x 1 2 IN IP4 127.0.0.1",
                "s=-",
                "t=0 0",
                "a=group:BUNDLE 1",
                "m=video 9 UDP/TLS/RTP/SAVPF 106",
                "a=mid:1",
                TRANSPORT.replace("actpass", "passive") + "a=sendonly",
                "a=rtpmap:106 H264/90000",
                "a=fmtp:106 packetization-mode=1;profile-level-id=422001f",
                "a=ssrc:5 cname:F",
                ""));
    assertThat(offer.dtls().role()).isEqualTo(DtlsRole.SERVER);
    RtpParameters sent = offer.media().get(0).sent();
    assertThat(sent.codecs().get(0).parameters()).isEqualTo(Map.of("packetization-mode", 1));
    assertThat(Answer.to(offer, Map.of(0, sent), LOCAL, false, "me").media().get(0).value("setup"))
        .isEqualTo("active");
  }

  @Test
  void pairsRepairsWithWhatTheyRepair() throws SdpException {
    Offer offer =
        Offer.parse(
            BROWSER.replace(
                "a=rid:h send\r\na=rid:l send\r\na=simulcast:send h;~l\r\n",
                "a=ssrc-group:FID 21 22\r\na=ssrc:21 cname:c\r\na=ssrc:22 cname:c\r\n"));
    assertThat(offer.media().get(1).sent().encodings())
        .containsExactly(RtpParameters.Encoding.of(21, new RtpParameters.Rtx(22)));
  }

  @Test
  void takesOnlyWhatIsInTheBundle() throws SdpException {
    Offer offer = Offer.parse(BROWSER.replace("BUNDLE 0 1 2", "BUNDLE 1"));
    assertThat(offer.media()).extracting(OfferedMedia::mid).containsExactly("1");
  }

  @ParameterizedTest
  @CsvSource({
    "v=0, v=1, MALFORMED",
    "a=ice-pwd:0123456789abcdef0123456789, a=ice-pwd:short, MALFORMED",
    "a=ice-ufrag:abcd, a=x, MALFORMED",
    "a=fingerprint:sha-256, a=fingerprint:sha-1, UNSUPPORTED",
    "a=fingerprint:sha-256 AB, a=fingerprint:sha-256 X, MALFORMED",
    "a=setup:actpass, a=setup:holdconn, UNSUPPORTED",
    "a=rtcp-mux, a=x, UNSUPPORTED",
    "UDP/TLS/RTP/SAVPF, RTP/AVP, UNSUPPORTED",
    "m=video 9, m=video 99999, MALFORMED",
    "a=rtpmap:96 VP8/90000, a=rtpmap:96 VP8, MALFORMED",
    "a=extmap:4, a=extmap:four, MALFORMED",
    "a=group, group, MALFORMED"
  })
  void saysWhatIsWrong(String text, String instead, SdpException.Fault fault) {
    String offer = BROWSER.replaceAll(Pattern.quote(text), instead);
    assertThat(offer).isNotEqualTo(BROWSER);
    assertThatThrownBy(() -> Offer.parse(offer))
        .isInstanceOfSatisfying(SdpException.class, e -> assertThat(e.fault()).isEqualTo(fault));
  }

  @Test
  void refusesToSendWhatNobodyForwards() throws SdpException {
    Offer offer = Offer.parse(BROWSER.replace("VP8", "VP7"));
    assertThatThrownBy(() -> offer.media().get(1).sent()).isInstanceOf(SdpException.class);
  }

  @Test
  void readsFragments() throws SdpException {
    IceFragment trickled =
        IceFragment.parse(
            String.join(
                "\r\n",
                "a=ice-ufrag:abcd",
                "a=ice-pwd:0123456789abcdef0123456789",
                "m=audio 9 RTP/AVP 0",
                "a=mid:0",
                "a=candidate:1 1 udp 2122260223 192.0.2.1 61764 typ host",
                "a=end-of-candidates",
                ""));
    assertThat(trickled.candidates()).isEqualTo(1);
    assertThat(trickled.ice()).isEqualTo(new IceCredentials("abcd", "0123456789abcdef0123456789"));
    assertThat(IceFragment.parse("a=end-of-candidates\r\n").ice()).isNull();
    for (String bad :
        List.of("", "hello", "a=ice-ufrag:abcd", "a=candidate:1 1 udp x 192.0.2.1 1 typ host")) {
      assertThatThrownBy(() -> IceFragment.parse(bad)).isInstanceOf(SdpException.class);
    }
  }
}
