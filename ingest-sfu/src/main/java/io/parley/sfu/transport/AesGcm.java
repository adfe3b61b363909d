package io.parley.sfu.transport;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AEAD_AES_128_GCM of one direction of SRTP (RFC 7714 §8): one cipher for all its SSRCs, since the
 * session key is the same and only the initialization vector differs. In place. One thread.
 */
final class AesGcm {
  static final int TAG_LENGTH = 16;

  private static final int IV_LENGTH = 12;
  private static final int TAG_BITS = 8 * TAG_LENGTH;
  private static final int LABEL_AT = 7;
  private static final byte ENCRYPTION_LABEL = 0;
  private static final byte SALT_LABEL = 2;

  private final SecretKeySpec key;
  private final byte[] salt;
  private final byte[] iv = new byte[IV_LENGTH];
  private Cipher cipher = AesGcmProvider.cipher();
  private int lastSsrc;
  private long lastIndex = -1;

  /**
   * @param masterKey of this direction
   * @param masterSalt of this direction, 12 bytes
   */
  AesGcm(byte[] masterKey, byte[] masterSalt) throws GeneralSecurityException {
    key = new SecretKeySpec(derive(masterKey, masterSalt, ENCRYPTION_LABEL, 16), "AES");
    salt = derive(masterKey, masterSalt, SALT_LABEL, IV_LENGTH);
  }

  /**
   * A session key or salt (RFC 3711 §4.3.1, with the salt padded as in RFC 7714 §11): AES in
   * counter mode over nothing, started at the master salt and the label.
   */
  private static byte[] derive(byte[] masterKey, byte[] masterSalt, byte label, int length)
      throws GeneralSecurityException {
    byte[] start = new byte[16];
    System.arraycopy(masterSalt, 0, start, 0, masterSalt.length);
    start[LABEL_AT] ^= label;
    Cipher counter = Cipher.getInstance("AES/CTR/NoPadding");
    counter.init(
        Cipher.ENCRYPT_MODE, new SecretKeySpec(masterKey, "AES"), new IvParameterSpec(start));
    return counter.doFinal(new byte[length]);
  }

  /**
   * Encrypts behind the header and appends the tag.
   *
   * @param index rollover counter and sequence number, 48 bits
   * @return the new length
   */
  int protect(byte[] buf, int off, int headerLength, int len, int ssrc, long index)
      throws GeneralSecurityException {
    begin(Cipher.ENCRYPT_MODE, buf, off, headerLength, ssrc, index);
    int at = off + headerLength;
    return headerLength + cipher.doFinal(buf, at, len - headerLength, buf, at);
  }

  /**
   * Decrypts behind the header and takes the tag away; parameters as for {@link #protect}.
   *
   * @throws javax.crypto.AEADBadTagException if somebody else wrote it
   */
  int unprotect(byte[] buf, int off, int headerLength, int len, int ssrc, long index)
      throws GeneralSecurityException {
    begin(Cipher.DECRYPT_MODE, buf, off, headerLength, ssrc, index);
    int at = off + headerLength;
    return headerLength + cipher.doFinal(buf, at, len - headerLength, buf, at);
  }

  private void begin(int mode, byte[] buf, int off, int headerLength, int ssrc, long index)
      throws GeneralSecurityException {
    setIv(ssrc, index);
    if (index == lastIndex && ssrc == lastSsrc) {
      // A cipher refuses the vector it had before, but a packet may be sent again as it was.
      cipher = AesGcmProvider.cipher();
    }
    lastIndex = index;
    lastSsrc = ssrc;
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, iv));
    cipher.updateAAD(buf, off, headerLength);
  }

  /** Two bytes of 0, SSRC, rollover counter, sequence number, all XOR the salt (RFC 7714 §8.1). */
  private void setIv(int ssrc, long index) {
    iv[0] = salt[0];
    iv[1] = salt[1];
    for (int i = 0; i < 4; i++) {
      iv[2 + i] = (byte) ((ssrc >> (24 - 8 * i)) ^ salt[2 + i]);
    }
    for (int i = 0; i < 6; i++) {
      iv[6 + i] = (byte) ((index >> (40 - 8 * i)) ^ salt[6 + i]);
    }
  }
}
