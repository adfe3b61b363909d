package io.parley.sfu.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.storage.codec.rtp.RtpPacket;
import io.parley.storage.codec.rtp.RtpWriter;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Random;
import javax.crypto.AEADBadTagException;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.utils.logging2.LoggerImpl;
import org.junit.jupiter.api.Test;

/** Our short way through AES-GCM against jitsi-srtp's, byte by byte. */
class AesGcmTest {
  private static final int SSRC = 0x89abcdef;
  private final Random random = new Random(11);
  private final byte[] key = bytes(16);
  private final byte[] salt = bytes(12);

  private byte[] bytes(int count) {
    byte[] some = new byte[count];
    random.nextBytes(some);
    return some;
  }

  private SrtpCryptoContext theirs(boolean sender) throws GeneralSecurityException {
    return new SrtpContextFactory(
            sender,
            key,
            salt,
            SrtpProfile.AEAD_AES_128_GCM.policy(),
            SrtpProfile.AEAD_AES_128_GCM.policy(),
            new LoggerImpl(AesGcmTest.class.getName()))
        .deriveContext(SSRC, 0);
  }

  /** Writes a packet at {@code off}; returns its length. */
  private int write(byte[] buf, int off, int sequence) {
    RtpWriter writer = new RtpWriter(buf).begin(off, false, 96, sequence, 7, SSRC);
    if (random.nextBoolean()) {
      writer.extension(3, bytes(1 + random.nextInt(16)), 0, 1);
    }
    byte[] payload = bytes(1 + random.nextInt(1_200));
    return writer.payload(payload, 0, payload.length).end();
  }

  @Test
  void whatWeProtectIsWhatOthersProtectAndBothCanRead() throws Exception {
    AesGcm ours = new AesGcm(key, salt);
    AesGcm reader = new AesGcm(key, salt);
    SrtpCryptoContext writer = theirs(true);
    SrtpCryptoContext other = theirs(false);
    PacketIndex index = new PacketIndex();
    for (int i = 0; i < 500; i++) {
      int sequence = (65_300 + i) & 0xffff;
      byte[] buf = new byte[1_400];
      int length = write(buf, 8, sequence);
      byte[] plain = Arrays.copyOfRange(buf, 8, 8 + length);
      byte[] copy = buf.clone();
      int header = RtpPacket.checkedHeaderLength(buf, 8, length);
      long number = index.estimate(sequence);
      index.accept(number);

      int protectedLength = ours.protect(buf, 8, header, length, SSRC, number);
      PacketBuffer packet = new PacketBuffer().wrap(copy, 8, length);
      assertThat(writer.transformPacket(packet)).isEqualTo(SrtpErrorStatus.OK);
      assertThat(protectedLength).isEqualTo(packet.getLength()).isEqualTo(length + 16);
      assertThat(buf).isEqualTo(copy);

      packet.wrap(copy, 8, protectedLength);
      assertThat(other.reverseTransformPacket(packet, false)).isEqualTo(SrtpErrorStatus.OK);
      assertThat(reader.unprotect(buf, 8, header, protectedLength, SSRC, number)).isEqualTo(length);
      assertThat(Arrays.copyOfRange(buf, 8, 8 + length)).isEqualTo(plain);
    }
  }

  @Test
  void aPacketMayBeRepeatedAtOnce() throws Exception {
    AesGcm ours = new AesGcm(key, salt);
    byte[] packet = new byte[1_400];
    int length = write(packet, 0, 9);
    int header = RtpPacket.checkedHeaderLength(packet, 0, length);
    byte[] first = packet.clone();
    ours.protect(first, 0, header, length, SSRC, 9);
    for (int i = 0; i < 3; i++) {
      byte[] again = packet.clone();
      assertThat(ours.protect(again, 0, header, length, SSRC, 9)).isEqualTo(length + 16);
      assertThat(again).isEqualTo(first);
    }
  }

  @Test
  void oneBitElsewhereIsAForgery() throws Exception {
    AesGcm ours = new AesGcm(key, salt);
    byte[] packet = new byte[1_400];
    int length = write(packet, 0, 9);
    int header = RtpPacket.checkedHeaderLength(packet, 0, length);
    int sealed = ours.protect(packet, 0, header, length, SSRC, 9);
    for (int at : new int[] {1, header - 1, header, length - 1, sealed - 1}) {
      byte[] forged = packet.clone();
      forged[at] ^= 1;
      assertThatThrownBy(() -> ours.unprotect(forged, 0, header, sealed, SSRC, 9))
          .isInstanceOf(AEADBadTagException.class);
    }
    assertThat(ours.unprotect(packet, 0, header, sealed, SSRC, 9)).isEqualTo(length);
  }
}
