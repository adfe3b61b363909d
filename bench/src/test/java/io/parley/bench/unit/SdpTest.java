package io.parley.bench.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.sfu.ortc.HeaderExtensionUris;
import io.parley.sfu.transport.DtlsFingerprint;
import io.parley.sfu.transport.IceParameters;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class SdpTest {
  private static final String HASH = String.join(":", Collections.nCopies(32, "AB"));
  private static final String OFFER =
      String.join(
          "\r\n",
          "v=0",
          "o=- 1 1 IN IP4 192.0.2.7",
          "s=unit",
          "t=0 0",
          "a=group:BUNDLE a v",
          "a=ice-lite",
          "m=audio 9 UDP/TLS/RTP/SAVPF 111",
          "a=mid:a",
          "a=rtpmap:111 opus/48000/2",
          "a=ice-ufrag:frag",
          "a=ice-pwd:password",
          "a=fingerprint:sha-256 " + HASH,
          "a=setup:actpass",
          "a=ssrc:17 cname:unit",
          "a=candidate:1 1 tcp 100 192.0.2.7 9 typ host tcptype passive",
          "a=candidate:2 1 udp 200 2001:db8::7 4000 typ host",
          "a=candidate:3 1 udp 100 192.0.2.7 4000 typ host",
          "m=video 9 UDP/TLS/RTP/SAVPF 96 97",
          "a=mid:v",
          "a=rtpmap:96 VP8/90000",
          "a=rtpmap:97 rtx/90000",
          "a=fmtp:97 apt=96",
          "a=extmap:5/sendonly " + HeaderExtensionUris.TRANSPORT_CC,
          "a=ssrc-group:FID 18 19",
          "a=ssrc:18 cname:unit",
          "a=ssrc:19 cname:unit",
          "");

  private final Sdp offer = Sdp.parse(OFFER);

  @Test
  void readsWhatConnectingTakes() throws IOException {
    assertThat(offer.ice()).isEqualTo(new IceParameters("frag", "password", true));
    assertThat(offer.fingerprint()).isEqualTo(new DtlsFingerprint("sha-256", HASH));
    assertThat(offer.candidate()).isEqualTo(new InetSocketAddress("192.0.2.7", 4000));
  }

  @Test
  void readsTracks() {
    Sdp.Section audio = offer.sections().get(0);
    Sdp.Section video = offer.sections().get(1);
    assertThat(audio.kind()).isEqualTo("audio");
    assertThat(audio.ssrc()).isEqualTo(17);
    assertThat(audio.rtxSsrc()).isZero();
    assertThat(audio.extension(HeaderExtensionUris.TRANSPORT_CC)).isZero();
    assertThat(video.formats()).containsExactly("96", "97");
    assertThat(video.ssrc()).isEqualTo(18);
    assertThat(video.rtxSsrc()).isEqualTo(19);
    assertThat(video.extension(HeaderExtensionUris.TRANSPORT_CC)).isEqualTo(5);
  }

  @Test
  void answersEverySectionInItsOrder() throws IOException {
    LocalSdp local =
        new LocalSdp(
            new IceParameters("mine", "secret", false),
            new DtlsFingerprint("sha-256", HASH),
            new InetSocketAddress("192.0.2.1", 5000));
    Sdp answer = Sdp.parse(local.answer(offer));
    assertThat(answer.session()).contains("a=group:BUNDLE a v");
    assertThat(answer.sections()).hasSize(2);
    assertThat(answer.sections().get(1).lines())
        .contains("a=mid:v", "a=recvonly", "a=setup:active", "a=fmtp:97 apt=96");
    assertThat(answer.ice().usernameFragment()).isEqualTo("mine");
    assertThat(answer.candidate()).isEqualTo(new InetSocketAddress("192.0.2.1", 5000));
  }

  @Test
  void saysWhatIsMissing() {
    Sdp empty = Sdp.parse("v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n");
    assertThatThrownBy(empty::ice)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ice-ufrag");
    assertThatThrownBy(empty::candidate).hasMessageContaining("candidate");
  }
}
