package io.parley.sfu.ortc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NegotiationTest {
  private static RtpParameters.Codec sent(String type, int clockRate, Map<String, Object> fmtp) {
    return new RtpParameters.Codec(
        type, 45, clockRate, type.startsWith("audio") ? 2 : null, fmtp, List.of());
  }

  private static RtpParameters parameters(RtpParameters.Codec codec) {
    return new RtpParameters(
        "0",
        List.of(codec),
        List.of(),
        List.of(RtpParameters.Encoding.of(1, null)),
        new RtpParameters.Rtcp("c", true, true));
  }

  @Test
  void allFiveCodecsAreForwardedWithRtx() throws Exception {
    Map<String, Map<String, Object>> videos =
        Map.of(
            "video/VP8",
            Map.of(),
            "video/VP9",
            Map.of("profile-id", 2),
            "video/H264",
            Map.of("packetization-mode", 1, "profile-level-id", "42e034"),
            "video/AV1",
            Map.of("level-idx", 5, "tier", 0));
    for (Map.Entry<String, Map<String, Object>> video : videos.entrySet()) {
      RtpParameters.Codec codec = sent(video.getKey(), 90_000, video.getValue());
      Negotiation.checkProducer(MediaKind.VIDEO, parameters(codec));
      RtpParameters to =
          Negotiation.consumer(
              MediaKind.VIDEO, codec, RouterCapabilities.get(), 10, 11, "3", "name");
      assertThat(to.codecs()).hasSize(2);
      assertThat(to.rtxOf(to.codecs().get(0).payloadType())).isNotNull();
      assertThat(to.encodings().get(0).rtx()).isEqualTo(new RtpParameters.Rtx(11));
      assertThat(to.codecs().get(0).has(RtcpFeedback.REMB)).isTrue();
      assertThat(to.codecs().get(0).has(RtcpFeedback.TRANSPORT_CC)).isTrue();
      assertThat(to.extensionId(HeaderExtensionUris.DEPENDENCY_DESCRIPTOR) != 0)
          .as("layers of %s are told in a header extension", codec.mimeType())
          .isEqualTo(codec.mimeType().equals("video/AV1"));
    }
    RtpParameters.Codec opus = sent("audio/opus", 48_000, Map.of("useinbandfec", 1));
    Negotiation.checkProducer(MediaKind.AUDIO, parameters(opus));
    assertThat(Negotiation.fmtp(opus)).isEqualTo("useinbandfec=1");
  }

  @Test
  void redundancyAndErrorCorrectionOfOpusAreNegotiatedWithWhoeverKnowsThem() throws Exception {
    RtpParameters.Codec opus = sent("audio/opus", 48_000, Map.of("useinbandfec", 1));
    RtpParameters.Codec red =
        new RtpParameters.Codec(
            "audio/red", 63, 48_000, 2, Negotiation.redParameters(45), List.of());
    RtpParameters sent =
        new RtpParameters(
            "0",
            List.of(red, opus),
            List.of(),
            List.of(RtpParameters.Encoding.of(1, null)),
            new RtpParameters.Rtcp("c", true, true));
    assertThat(Negotiation.checkProducer(MediaKind.AUDIO, sent)).isEqualTo(opus);
    assertThat(Negotiation.fmtp(red)).as("as in SDP").isEqualTo("45/45");
    RtpParameters to =
        Negotiation.consumer(MediaKind.AUDIO, opus, RouterCapabilities.get(), 10, 11, "3", "name");
    assertThat(to.codecs().get(0).parameters()).containsEntry("useinbandfec", 1);
    assertThat(to.redPayloadType()).isEqualTo(63);
    assertThat(to.codecs().get(1).parameters()).isEqualTo(Map.of("", "111/111"));
    RtpCapabilities plain =
        new RtpCapabilities(List.of(RouterCapabilities.get().codecs().get(0)), List.of());
    assertThat(
            Negotiation.consumer(MediaKind.AUDIO, opus, plain, 10, 11, "3", "name")
                .redPayloadType())
        .isNegative();
    assertThatThrownBy(() -> Negotiation.checkProducer(MediaKind.AUDIO, parameters(red)))
        .as("nothing to repair")
        .isInstanceOf(Negotiation.Unsupported.class);
  }

  @Test
  void otherProfilesAndCodecsAreRefused() {
    RtpParameters.Codec mode0 = sent("video/H264", 90_000, Map.of("profile-level-id", "42e01f"));
    assertThatThrownBy(() -> Negotiation.checkProducer(MediaKind.VIDEO, parameters(mode0)))
        .isInstanceOf(Negotiation.Unsupported.class);
    RtpParameters.Codec pcmu = sent("audio/PCMU", 8_000, Map.of());
    assertThatThrownBy(() -> Negotiation.checkProducer(MediaKind.AUDIO, parameters(pcmu)))
        .isInstanceOf(Negotiation.Unsupported.class);
  }

  @Test
  void aSubscriberGetsItsOwnNumbers() throws Exception {
    RtpCapabilities subscriber =
        new RtpCapabilities(
            List.of(
                new RtpCapabilities.Codec(
                    MediaKind.VIDEO, "video/vp8", 33, 90_000, null, Map.of(), List.of())),
            List.of(
                new RtpCapabilities.HeaderExtension(
                    MediaKind.VIDEO, HeaderExtensionUris.MID, 9, false, null),
                new RtpCapabilities.HeaderExtension(
                    MediaKind.VIDEO, HeaderExtensionUris.RID, 10, false, null)));
    RtpParameters to =
        Negotiation.consumer(
            MediaKind.VIDEO, sent("video/VP8", 90_000, Map.of()), subscriber, 10, 11, "3", "n");
    assertThat(to.codecs().get(0).payloadType()).isEqualTo(33);
    assertThat(to.encodings().get(0).rtx()).as("it knows no rtx").isNull();
    assertThat(to.extensionId(HeaderExtensionUris.MID)).isEqualTo(9);
    assertThat(to.extensionId(HeaderExtensionUris.RID)).as("never sent").isZero();
  }

  @Test
  void whatCouldBreakASessionDescriptionIsRefused() {
    assertThatThrownBy(() -> sent("video/VP8", 90_000, Map.of("x", "1\r\na=candidate:evil")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> sent("video/VP8\r\n", 90_000, Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
