package io.parley.sfu.transport;

import io.netty.util.collection.IntObjectHashMap;
import io.parley.storage.codec.rtp.RtpPacket;
import java.security.GeneralSecurityException;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.srtp.crypto.JitsiOpenSslProvider;
import org.jitsi.utils.logging2.Logger;
import org.jitsi.utils.logging2.LoggerImpl;
import org.jspecify.annotations.Nullable;

/**
 * Both directions of SRTP and SRTCP on one transport (RFC 3711, RFC 7714), a context for each SSRC.
 * RTP under AES-GCM, which is nearly all there is, goes the short way of {@link AesGcm}. Confined
 * to the transport's event loop. All methods work in place and return the new length, or {@link
 * #FAILED} with {@link #failure} telling why.
 */
final class SrtpSession {
  static final int FAILED = -1;

  /** Streams in one direction; simulcast of camera and screen with retransmission needs 14. */
  static final int MAX_STREAMS = 4096;

  private static final int SRTCP_INDEX_LENGTH = 4;
  private static final int RTP_SEQUENCE = 2;
  private static final int RTP_SSRC = 8;
  private static final int RTCP_SSRC = 4;
  private static final int RTCP_MINIMUM = 8;
  private static final Logger LOGGER = new LoggerImpl(SrtpSession.class.getName());

  static {
    Aes.setFactoryClassName(JitsiOpenSslProvider.isLoaded() ? "OpenSSL" : "SunJCE");
  }

  private final SrtpProfile profile;
  private final SrtpContextFactory sending;
  private final SrtpContextFactory receiving;
  private final IntObjectHashMap<SrtpCryptoContext> sendRtp = new IntObjectHashMap<>();
  private final IntObjectHashMap<SrtpCryptoContext> receiveRtp = new IntObjectHashMap<>();
  private final IntObjectHashMap<SrtcpCryptoContext> sendRtcp = new IntObjectHashMap<>();
  private final IntObjectHashMap<SrtcpCryptoContext> receiveRtcp = new IntObjectHashMap<>();
  private final IntObjectHashMap<PacketIndex> sendIndex = new IntObjectHashMap<>();
  private final IntObjectHashMap<PacketIndex> receiveIndex = new IntObjectHashMap<>();
  private final @Nullable AesGcm sendGcm;
  private final @Nullable AesGcm receiveGcm;
  private final PacketBuffer packet = new PacketBuffer();
  private DropReason failure = DropReason.SRTP_MALFORMED;

  SrtpSession(SrtpKeys keys) {
    profile = keys.profile();
    sending =
        new SrtpContextFactory(
            true, keys.sendKey(), keys.sendSalt(), profile.policy(), profile.policy(), LOGGER);
    receiving =
        new SrtpContextFactory(
            false,
            keys.receiveKey(),
            keys.receiveSalt(),
            profile.policy(),
            profile.policy(),
            LOGGER);
    // Without AWS-LC the longer way by OpenSSL is the shorter one: Java's own AES-GCM is as quick
    // as these only where the optimising compiler knows it.
    boolean gcm =
        profile == SrtpProfile.AEAD_AES_128_GCM
            && (AesGcmProvider.isNative() || !JitsiOpenSslProvider.isLoaded());
    sendGcm = gcm ? gcm(keys.sendKey(), keys.sendSalt()) : null;
    receiveGcm = gcm ? gcm(keys.receiveKey(), keys.receiveSalt()) : null;
  }

  private static AesGcm gcm(byte[] key, byte[] salt) {
    try {
      return new AesGcm(key, salt);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES-GCM", e);
    }
  }

  /** Whose ciphers are used: for RTP under AES-GCM, and for everything else. */
  static String ciphers() {
    return AesGcmProvider.name() + " and " + (JitsiOpenSslProvider.isLoaded() ? "OpenSSL" : "JDK");
  }

  SrtpProfile profile() {
    return profile;
  }

  DropReason failure() {
    return failure;
  }

  int protectRtp(byte[] buf, int off, int len) {
    int ssrc = ssrc(buf, off + RTP_SSRC);
    try {
      if (sendGcm != null) {
        return protectGcm(sendGcm, ssrc, buf, off, len);
      }
      SrtpCryptoContext context = sendRtp.get(ssrc);
      if (context == null) {
        if (sendRtp.size() == MAX_STREAMS) {
          return fail(DropReason.SRTP_TOO_MANY_STREAMS);
        }
        context = sending.deriveContext(ssrc, 0);
        sendRtp.put(ssrc, context);
      }
      return result(context.transformPacket(packet.wrap(buf, off, len)));
    } catch (GeneralSecurityException e) {
      return fail(DropReason.SEND_FAILED);
    }
  }

  private int protectGcm(AesGcm gcm, int ssrc, byte[] buf, int off, int len)
      throws GeneralSecurityException {
    PacketIndex known = sendIndex.get(ssrc);
    if (known == null && sendIndex.size() == MAX_STREAMS) {
      return fail(DropReason.SRTP_TOO_MANY_STREAMS);
    }
    PacketIndex stream = known == null ? new PacketIndex() : known;
    long index = stream.estimate(sequence(buf, off));
    if (index < 0) {
      return fail(DropReason.SEND_FAILED);
    }
    int header = RtpPacket.checkedHeaderLength(buf, off, len);
    int length = gcm.protect(buf, off, header, len, ssrc, index);
    stream.accept(index);
    if (known == null) {
      sendIndex.put(ssrc, stream);
    }
    return length;
  }

  int protectRtcp(byte[] buf, int off, int len) {
    int ssrc = ssrc(buf, off + RTCP_SSRC);
    try {
      SrtcpCryptoContext context = sendRtcp.get(ssrc);
      if (context == null) {
        if (sendRtcp.size() == MAX_STREAMS) {
          return fail(DropReason.SRTP_TOO_MANY_STREAMS);
        }
        context = sending.deriveControlContext(ssrc);
        sendRtcp.put(ssrc, context);
      }
      return result(context.transformPacket(packet.wrap(buf, off, len)));
    } catch (GeneralSecurityException e) {
      return fail(DropReason.SEND_FAILED);
    }
  }

  /** Nothing will be sent with this SSRC any more. */
  void forgetSent(long ssrc) {
    sendRtp.remove((int) ssrc);
    sendIndex.remove((int) ssrc);
    sendRtcp.remove((int) ssrc);
  }

  /** The header was checked to be whole; a context is kept only once a packet of it was genuine. */
  int unprotectRtp(byte[] buf, int off, int len, int headerLength) {
    if (len < headerLength + profile.tagLength()) {
      return fail(DropReason.SRTP_MALFORMED);
    }
    int ssrc = ssrc(buf, off + RTP_SSRC);
    try {
      if (receiveGcm != null) {
        return unprotectGcm(receiveGcm, ssrc, buf, off, len, headerLength);
      }
      SrtpCryptoContext known = receiveRtp.get(ssrc);
      if (known == null && receiveRtp.size() == MAX_STREAMS) {
        return fail(DropReason.SRTP_TOO_MANY_STREAMS);
      }
      SrtpCryptoContext context = known == null ? receiving.deriveContext(ssrc, 0) : known;
      int length = result(context.reverseTransformPacket(packet.wrap(buf, off, len), false));
      if (known == null && length >= 0) {
        receiveRtp.put(ssrc, context);
      }
      return length;
    } catch (GeneralSecurityException e) {
      return fail(DropReason.SRTP_FORGED);
    }
  }

  private int unprotectGcm(AesGcm gcm, int ssrc, byte[] buf, int off, int len, int headerLength)
      throws GeneralSecurityException {
    PacketIndex known = receiveIndex.get(ssrc);
    if (known == null && receiveIndex.size() == MAX_STREAMS) {
      return fail(DropReason.SRTP_TOO_MANY_STREAMS);
    }
    PacketIndex stream = known == null ? new PacketIndex() : known;
    long index = stream.estimate(sequence(buf, off));
    if (stream.isTooOld(index)) {
      return fail(DropReason.SRTP_TOO_OLD);
    }
    if (stream.isReplay(index)) {
      return fail(DropReason.SRTP_REPLAYED);
    }
    int length = gcm.unprotect(buf, off, headerLength, len, ssrc, index);
    stream.accept(index);
    if (known == null) {
      receiveIndex.put(ssrc, stream);
    }
    return length;
  }

  int unprotectRtcp(byte[] buf, int off, int len) {
    if (len < RTCP_MINIMUM + SRTCP_INDEX_LENGTH + profile.tagLength()) {
      return fail(DropReason.SRTP_MALFORMED);
    }
    int ssrc = ssrc(buf, off + RTCP_SSRC);
    try {
      SrtcpCryptoContext known = receiveRtcp.get(ssrc);
      if (known == null && receiveRtcp.size() == MAX_STREAMS) {
        return fail(DropReason.SRTP_TOO_MANY_STREAMS);
      }
      SrtcpCryptoContext context = known == null ? receiving.deriveControlContext(ssrc) : known;
      int length = result(context.reverseTransformPacket(packet.wrap(buf, off, len)));
      if (known == null && length >= 0) {
        receiveRtcp.put(ssrc, context);
      }
      return length;
    } catch (GeneralSecurityException e) {
      return fail(DropReason.SRTP_FORGED);
    }
  }

  private int result(@Nullable SrtpErrorStatus status) {
    if (status == SrtpErrorStatus.OK) {
      return packet.getLength();
    }
    if (status == SrtpErrorStatus.REPLAY_FAIL) {
      return fail(DropReason.SRTP_REPLAYED);
    }
    if (status == SrtpErrorStatus.REPLAY_OLD) {
      return fail(DropReason.SRTP_TOO_OLD);
    }
    return fail(
        status == SrtpErrorStatus.INVALID_PACKET
            ? DropReason.SRTP_MALFORMED
            : DropReason.SRTP_FORGED);
  }

  private int fail(DropReason reason) {
    failure = reason;
    return FAILED;
  }

  private static int sequence(byte[] buf, int off) {
    return ((buf[off + RTP_SEQUENCE] & 0xff) << 8) | (buf[off + RTP_SEQUENCE + 1] & 0xff);
  }

  private static int ssrc(byte[] buf, int at) {
    return ((buf[at] & 0xff) << 24)
        | ((buf[at + 1] & 0xff) << 16)
        | ((buf[at + 2] & 0xff) << 8)
        | (buf[at + 3] & 0xff);
  }
}
