package io.parley.web.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Unguessable names, and what is derived from them. Any thread may use it.
 *
 * <p>A browser's session token is 256 random bits in a cookie; the catalogue knows its SHA-256
 * only. The CSRF token is an HMAC of the session token, so it belongs to exactly one session and
 * needs no storage.
 */
public final class Tokens {
  private static final Pattern SESSION = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

  private final SecureRandom random;
  private final byte[] csrfKey;

  /**
   * @param secret of the installation; the key of CSRF tokens is derived from it
   */
  public Tokens(SecureRandom random, byte[] secret) {
    this.random = random;
    this.csrfKey = hmac(secret, "parley csrf");
  }

  public String newSession() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  public static boolean isSession(String value) {
    return SESSION.matcher(value).matches();
  }

  /** An identifier of letters and digits with about {@code 5.17 × length} random bits. */
  public String newName(int length) {
    StringBuilder name = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return name.toString();
  }

  /** What the catalogue keeps of a session token. */
  public static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  public String csrf(String sessionToken) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hmac(csrfKey, sessionToken));
  }

  public boolean csrfMatches(String sessionToken, String csrfToken) {
    return MessageDigest.isEqual(
        csrf(sessionToken).getBytes(StandardCharsets.US_ASCII),
        csrfToken.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
