package io.parley.storage.contract;

import java.util.regex.Pattern;

/** The one rule for identifiers: they are safe in an object key, a URL path and a log line. */
final class Identifiers {
  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,95}");

  private Identifiers() {}

  /**
   * @throws IllegalArgumentException if {@code value} is not 1–96 characters of {@code
   *     [A-Za-z0-9._-]} starting with a letter or digit
   */
  static String check(String what, String value) {
    if (!SAFE.matcher(value).matches()) {
      throw new IllegalArgumentException(what + " is not a valid identifier: '" + value + "'");
    }
    return value;
  }
}
