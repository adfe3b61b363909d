package io.parley.sfu.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.ice4j.attribute.Attribute;
import org.ice4j.attribute.ErrorCodeAttribute;
import org.ice4j.attribute.MessageIntegrityAttribute;
import org.ice4j.attribute.XorMappedAddressAttribute;
import org.ice4j.message.Message;
import org.ice4j.message.MessageFactory;
import org.ice4j.message.Request;
import org.junit.jupiter.api.Test;

class BindingRequestTest {
  private static final String PASSWORD = "VOkJxbRl1RmTxUk/WvJxBt";
  private static final IceParameters ICE = new IceParameters("evtj", PASSWORD, true);

  /** The sample request of RFC 5769 §2.1: made by another implementation. */
  private static final byte[] SAMPLE =
      bytes(
          "00010058 2112a442 b7e7a701 bc34d686 fa87dfae" // header
              + "80220010 5354554e 20746573 7420636c 69656e74" // SOFTWARE
              + "00240004 6e0001ff" // PRIORITY
              + "80290008 932ff9b1 51263b36" // ICE-CONTROLLED
              + "00060009 6576746a 3a683676 59202020" // USERNAME "evtj:h6vY"
              + "00080014 9aeaa70c bfd8cb56 781ef2b5 b2d3f249 c1b571a2" // MESSAGE-INTEGRITY
              + "80280004 e57a3bcf"); // FINGERPRINT

  private static byte[] bytes(String hex) {
    return java.util.HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static BindingRequest parsed(byte[] bytes) {
    BindingRequest.Parsed parsed = BindingRequest.parse(bytes, 0, bytes.length);
    assertThat(parsed.drop()).isNull();
    return parsed.request();
  }

  private static DropReason refused(byte[] bytes) {
    BindingRequest.Parsed parsed = BindingRequest.parse(bytes, 0, bytes.length);
    assertThat(parsed.request()).isNull();
    return parsed.drop();
  }

  @Test
  void theSampleOfRfc5769IsGood() {
    BindingRequest request = parsed(SAMPLE);
    assertThat(request.localFragment()).isEqualTo("evtj");
    assertThat(request.isFrom(PASSWORD)).isTrue();
    assertThat(request.isFrom(PASSWORD + "x")).isFalse();
    assertThat(request.isFromControlled()).isTrue();
    assertThat(request.nominates()).isFalse();
  }

  @Test
  void oneBitAnywhereBreaksIt() {
    for (int at = 0; at < SAMPLE.length; at++) {
      byte[] damaged = SAMPLE.clone();
      damaged[at] ^= 1;
      BindingRequest.Parsed parsed = BindingRequest.parse(damaged, 0, damaged.length);
      assertThat(parsed.request()).as("bit 0 of byte %d", at).isNull();
      fixFingerprint(damaged);
      BindingRequest forged = BindingRequest.parse(damaged, 0, damaged.length).request();
      assertThat(forged == null || !forged.isFrom(PASSWORD) || at >= SAMPLE.length - 8)
          .as("byte %d with a fingerprint that fits", at)
          .isTrue();
    }
  }

  private static void fixFingerprint(byte[] message) {
    CRC32 crc = new CRC32();
    crc.update(message, 0, message.length - 8);
    long value = crc.getValue() ^ 0x5354554eL;
    for (int i = 0; i < 4; i++) {
      message[message.length - 4 + i] = (byte) (value >> (24 - 8 * i));
    }
  }

  @Test
  void aNominationBehindTheIntegrityIsNotBelieved() {
    int integrity = SAMPLE.length - 32;
    byte[] moved = new byte[SAMPLE.length + 4];
    System.arraycopy(SAMPLE, 0, moved, 0, integrity + 24);
    moved[integrity + 25] = 0x25; // USE-CANDIDATE, 0 bytes
    System.arraycopy(SAMPLE, SAMPLE.length - 8, moved, moved.length - 8, 8);
    moved[3] = (byte) (moved.length - 20);
    fixFingerprint(moved);
    BindingRequest request = parsed(moved);
    assertThat(request.isFrom(PASSWORD)).isTrue();
    assertThat(request.nominates()).isFalse();
  }

  @Test
  void whatACheckMustHaveIsAskedFor() throws Exception {
    assertThat(refused(Arrays.copyOf(SAMPLE, SAMPLE.length - 1)))
        .isEqualTo(DropReason.STUN_MALFORMED);
    Request bare = MessageFactory.createBindingRequest();
    bare.setTransactionID(new byte[12]);
    assertThat(refused(bare.encode(null))).isEqualTo(DropReason.STUN_MALFORMED);
    Request nameless = MessageFactory.createBindingRequest();
    nameless.setTransactionID(new byte[12]);
    assertThat(refused(BindingRequest.encode(nameless, PASSWORD)))
        .isEqualTo(DropReason.STUN_MALFORMED);
    Message indication = MessageFactory.createBindingIndication();
    indication.setTransactionID(new byte[12]);
    assertThat(refused(BindingRequest.encode(indication, PASSWORD)))
        .isEqualTo(DropReason.STUN_UNEXPECTED);
    assertThat(refused(new byte[0])).isEqualTo(DropReason.STUN_MALFORMED);
  }

  @Test
  void garbageIsMalformed() {
    Random random = new Random(8);
    for (int i = 0; i < 20_000; i++) {
      byte[] garbage = random.nextBoolean() ? SAMPLE.clone() : new byte[random.nextInt(200)];
      if (garbage.length == SAMPLE.length) {
        for (int change = 0; change < 3; change++) {
          garbage[random.nextInt(garbage.length)] = (byte) random.nextInt();
        }
        fixFingerprint(garbage);
        garbage = Arrays.copyOf(garbage, 1 + random.nextInt(garbage.length));
      } else {
        random.nextBytes(garbage);
      }
      BindingRequest.Parsed parsed = BindingRequest.parse(garbage, 0, garbage.length);
      assertThat(parsed.request() == null).isEqualTo(parsed.drop() != null);
    }
  }

  @Test
  void theAnswerCarriesTheAddressAndIsSigned() throws Exception {
    BindingRequest request = parsed(SAMPLE);
    InetSocketAddress from = new InetSocketAddress("192.0.2.1", 32_853);
    Message answer = verified(request.success(from, PASSWORD));
    assertThat(answer.getMessageType()).isEqualTo(Message.BINDING_SUCCESS_RESPONSE);
    XorMappedAddressAttribute mapped =
        (XorMappedAddressAttribute) answer.getAttribute(Attribute.XOR_MAPPED_ADDRESS);
    assertThat(mapped.getAddress(answer.getTransactionID()).getPort()).isEqualTo(32_853);
    assertThat(mapped.getAddress(answer.getTransactionID()).getAddress())
        .isEqualTo(from.getAddress());

    Message conflict = verified(request.roleConflict(PASSWORD));
    ErrorCodeAttribute error = (ErrorCodeAttribute) conflict.getAttribute(Attribute.ERROR_CODE);
    assertThat(error.getErrorCode()).isEqualTo((char) 487);
  }

  private static Message verified(byte[] bytes) throws Exception {
    Message message = Message.decode(bytes, 0, bytes.length);
    assertThat(message.getTransactionID()).isEqualTo(Arrays.copyOfRange(SAMPLE, 8, 20));
    assertThat(message.containsAttribute(Attribute.FINGERPRINT)).isTrue();
    MessageIntegrityAttribute integrity =
        (MessageIntegrityAttribute) message.getAttribute(Attribute.MESSAGE_INTEGRITY);
    byte[] signed = Arrays.copyOf(bytes, integrity.getLocationInMessage());
    signed[2] = 0;
    signed[3] = (byte) (signed.length + 24 - 20);
    javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA1");
    mac.init(
        new javax.crypto.spec.SecretKeySpec(
            PASSWORD.getBytes(java.nio.charset.StandardCharsets.UTF_8), "HmacSHA1"));
    assertThat(integrity.getHmacSha1Content()).isEqualTo(mac.doFinal(signed));
    return message;
  }

  @Test
  void iceFollowsNominationsAndForgetsTheOldest() {
    IceLite ice = new IceLite(new java.security.SecureRandom(), 0);
    BindingRequest plain = ours(ice.current(), false);
    BindingRequest nominating = ours(ice.current(), true);
    InetSocketAddress first = new InetSocketAddress("192.0.2.1", 1);
    assertThat(ice.passed(plain, first, 5).newAddress()).isTrue();
    assertThat(ice.selected()).isEqualTo(first);
    for (int port = 2; port <= IceLite.MAX_ADDRESSES; port++) {
      assertThat(ice.passed(plain, new InetSocketAddress("192.0.2.1", port), 6).forgotten())
          .isNull();
    }
    assertThat(ice.selected()).isEqualTo(first);
    InetSocketAddress more = new InetSocketAddress("192.0.2.1", 100);
    IceLite.Outcome outcome = ice.passed(nominating, more, 7);
    assertThat(outcome.forgotten()).isEqualTo(new InetSocketAddress("192.0.2.1", 2));
    assertThat(ice.selected()).isEqualTo(more);
    assertThat(ice.selectedChanges()).isEqualTo(1);
    assertThat(ice.nanosSinceCheck(17)).isEqualTo(10);
  }

  @Test
  void credentialsOfAnUnusedRestartAreForgotten() {
    IceLite ice = new IceLite(new java.security.SecureRandom(), 0);
    IceParameters first = ice.current();
    assertThat(ice.restart()).isNull();
    IceParameters second = ice.current();
    assertThat(ice.passwordOf(first.usernameFragment())).isEqualTo(first.password());
    assertThat(ice.restart()).isEqualTo(second);
    assertThat(ice.passwordOf(second.usernameFragment())).isNull();
    assertThat(ice.passwordOf(first.usernameFragment())).isEqualTo(first.password());
    ice.forgetPrevious();
    assertThat(ice.passwordOf(first.usernameFragment())).isNull();
    assertThat(first.usernameFragment()).matches("[A-Za-z0-9+/]{8}");
    assertThat(first.password()).matches("[A-Za-z0-9+/]{24}");
  }

  private static BindingRequest ours(IceParameters ice, boolean nominate) {
    try (RtcClient client =
        new RtcClient(List.of(SrtpProfile.AEAD_AES_128_GCM), DtlsRole.CLIENT, NOBODY)) {
      return parsed(client.checkOf(ice, nominate));
    }
  }

  private static final RtcClient.Receiver NOBODY =
      new RtcClient.Receiver() {
        @Override
        public void onRtp(byte[] buf, int off, int len) {}

        @Override
        public void onRtcp(byte[] buf, int off, int len) {}
      };

  @Test
  void ourOwnChecksAreGood() {
    BindingRequest request = ours(ICE, true);
    assertThat(request.localFragment()).isEqualTo("evtj");
    assertThat(request.isFrom(PASSWORD)).isTrue();
    assertThat(request.nominates()).isTrue();
    assertThat(request.isFromControlled()).isFalse();
  }
}
