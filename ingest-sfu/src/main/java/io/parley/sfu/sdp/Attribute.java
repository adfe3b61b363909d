package io.parley.sfu.sdp;

import org.jspecify.annotations.Nullable;

/**
 * One {@code a=} line (RFC 8866 §5.13).
 *
 * @param value null for a property attribute, such as {@code a=recvonly}
 */
public record Attribute(String name, @Nullable String value) {
  /** A property attribute. */
  public static Attribute of(String name) {
    return new Attribute(name, null);
  }

  /** A value attribute. */
  public static Attribute of(String name, String value) {
    return new Attribute(name, value);
  }

  /** The text behind {@code a=}. */
  static Attribute parse(String text) throws SdpException {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw SdpException.malformed("an attribute without a name");
    }
    return new Attribute(name, colon < 0 ? null : text.substring(colon + 1));
  }

  void write(StringBuilder to) {
    to.append("a=").append(name);
    if (value != null) {
      to.append(':').append(value);
    }
    to.append("\r\n");
  }
}
