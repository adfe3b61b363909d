package io.parley.sfu.transport;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Hash of a DTLS certificate (RFC 8122 §5).
 *
 * @param algorithm lower case, such as {@code sha-256}
 * @param value upper case hexadecimal bytes with colons between
 */
public record DtlsFingerprint(String algorithm, String value) {
  public static final String SHA_256 = "sha-256";

  private static final Pattern HEX = Pattern.compile("[0-9A-F]{2}(:[0-9A-F]{2}){0,127}");

  /** Takes either case. */
  public DtlsFingerprint {
    algorithm = algorithm.toLowerCase(Locale.ROOT);
    value = value.toUpperCase(Locale.ROOT);
    if (!HEX.matcher(value).matches()) {
      throw new IllegalArgumentException("not a fingerprint: " + value);
    }
    if (algorithm.equals(SHA_256) && value.length() != 32 * 3 - 1) {
      throw new IllegalArgumentException("a SHA-256 fingerprint has 32 bytes");
    }
  }
}
