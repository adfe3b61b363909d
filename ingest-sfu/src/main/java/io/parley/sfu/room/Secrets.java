package io.parley.sfu.room;

import java.util.Base64;
import java.util.random.RandomGenerator;

/** Keys that nobody guesses: 144 bits. */
final class Secrets {
  private Secrets() {}

  static String next(RandomGenerator random) {
    byte[] bytes = new byte[18];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
