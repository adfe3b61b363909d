package io.parley.jobs.recording;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 in hexadecimal, as manifests have it. */
final class Sha256 {
  private Sha256() {}

  static String of(byte[] data) {
    return HexFormat.of().formatHex(digest().digest(data));
  }

  /** For data that comes in pieces. */
  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
