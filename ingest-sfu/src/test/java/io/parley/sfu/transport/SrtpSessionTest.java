package io.parley.sfu.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.storage.codec.rtp.RtpWriter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SrtpSessionTest {
  private static final int TAIL = WebRtcTransport.TAIL_ROOM;

  private static SrtpSession session(SrtpProfile profile, boolean client) {
    byte[] material = new byte[SrtpKeys.exportedLength(profile)];
    new Random(3).nextBytes(material);
    return new SrtpSession(SrtpKeys.of(profile, material, client));
  }

  private static byte[] packet(int sequence, long ssrc) {
    byte[] buf = new byte[12 + 100 + TAIL];
    new RtpWriter(buf).begin(0, false, 96, sequence, 0, ssrc).payload(new byte[100], 0, 100).end();
    return buf;
  }

  @Test
  void keysAreCutInTheOrderOfRfc5764() {
    byte[] material = new byte[56];
    for (int i = 0; i < 56; i++) {
      material[i] = (byte) i;
    }
    SrtpKeys server = SrtpKeys.of(SrtpProfile.AEAD_AES_128_GCM, material, false);
    HexFormat hex = HexFormat.of();
    assertThat(hex.formatHex(server.receiveKey())).isEqualTo("000102030405060708090a0b0c0d0e0f");
    assertThat(hex.formatHex(server.sendKey())).isEqualTo("101112131415161718191a1b1c1d1e1f");
    assertThat(hex.formatHex(server.receiveSalt())).isEqualTo("202122232425262728292a2b");
    assertThat(hex.formatHex(server.sendSalt())).isEqualTo("2c2d2e2f3031323334353637");
    assertThat(SrtpKeys.exportedLength(SrtpProfile.AEAD_AES_128_GCM)).isEqualTo(56);
    assertThat(SrtpKeys.exportedLength(SrtpProfile.AES_CM_128_HMAC_SHA1_80)).isEqualTo(60);
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void latePacketsAreTakenWithinTheWindowOnly(SrtpProfile profile) {
    SrtpSession client = session(profile, true);
    SrtpSession server = session(profile, false);
    byte[][] sent = new byte[200][];
    int length = 0;
    for (int i = 0; i < 200; i++) {
      sent[i] = packet(65_500 + i, 1);
      length = client.protectRtp(sent[i], 0, 112);
    }
    assertThat(length).isEqualTo(112 + profile.tagLength());
    assertThat(take(server, sent[0], length)).isEqualTo(112);
    assertThat(take(server, sent[199], length)).isEqualTo(112);
    assertThat(take(server, sent[160], length)).isEqualTo(112);
    assertThat(take(server, sent[160], length)).isEqualTo(SrtpSession.FAILED);
    assertThat(server.failure()).isEqualTo(DropReason.SRTP_REPLAYED);
    assertThat(take(server, sent[100], length)).isEqualTo(SrtpSession.FAILED);
    assertThat(server.failure()).isEqualTo(DropReason.SRTP_TOO_OLD);
  }

  private static int take(SrtpSession server, byte[] packet, int length) {
    return server.unprotectRtp(packet.clone(), 0, length, 12);
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void forgedPacketsDoNotUseUpStreams(SrtpProfile profile) {
    SrtpSession client = session(profile, true);
    SrtpSession server = session(profile, false);
    byte[] garbage = packet(1, 0);
    for (int ssrc = 0; ssrc < SrtpSession.MAX_STREAMS + 100; ssrc++) {
      garbage[10] = (byte) (ssrc >> 8);
      garbage[11] = (byte) ssrc;
      assertThat(take(server, garbage, 112)).isEqualTo(SrtpSession.FAILED);
      assertThat(server.failure()).isEqualTo(DropReason.SRTP_FORGED);
    }
    byte[] good = packet(1, 77);
    int length = client.protectRtp(good, 0, 112);
    assertThat(take(server, good, length)).isEqualTo(112);
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void streamsThatAreOverMakeRoomForOthers(SrtpProfile profile) {
    SrtpSession server = session(profile, false);
    for (int ssrc = 0; ssrc < SrtpSession.MAX_STREAMS + 100; ssrc++) {
      byte[] packet = packet(1, 0);
      packet[10] = (byte) (ssrc >> 8);
      packet[11] = (byte) ssrc;
      assertThat(server.protectRtp(packet, 0, 112)).as("%s", server.failure()).isPositive();
      server.forgetSent(((packet[8] & 0xffL) << 24) | ((packet[9] & 0xffL) << 16) | ssrc);
    }
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void repeatedSendingGivesTheSameBytes(SrtpProfile profile) {
    SrtpSession client = session(profile, true);
    byte[] first = packet(9, 1);
    int length = client.protectRtp(first, 0, 112);
    byte[] other = packet(10, 1);
    assertThat(client.protectRtp(other, 0, 112)).isEqualTo(length);
    byte[] again = packet(9, 1);
    assertThat(client.protectRtp(again, 0, 112)).isEqualTo(length);
    assertThat(Arrays.copyOf(again, length)).isEqualTo(Arrays.copyOf(first, length));
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void rtcpSurvivesAndIsCheckedForReplay(SrtpProfile profile) {
    SrtpSession client = session(profile, true);
    SrtpSession server = session(profile, false);
    byte[] report = new byte[8 + TAIL];
    report[0] = (byte) 0x80;
    report[1] = (byte) 201;
    report[3] = 1;
    report[7] = 9;
    int length = client.protectRtcp(report, 0, 8);
    assertThat(length).isEqualTo(8 + profile.tagLength() + 4);
    byte[] received = report.clone();
    assertThat(server.unprotectRtcp(received, 0, length)).isEqualTo(8);
    assertThat(Arrays.copyOf(received, 8)).containsExactly(0x80, 201, 0, 1, 0, 0, 0, 9);
    assertThat(server.unprotectRtcp(report.clone(), 0, length)).isEqualTo(SrtpSession.FAILED);
    assertThat(server.failure()).isEqualTo(DropReason.SRTP_REPLAYED);
    assertThat(server.unprotectRtcp(report.clone(), 0, 11)).isEqualTo(SrtpSession.FAILED);
    assertThat(server.failure()).isEqualTo(DropReason.SRTP_MALFORMED);
  }
}
