package io.parley.web.http;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which bytes of an object a request asks for (RFC 9110 §14).
 *
 * <p>One range is served; several at once, other units, and anything that isn't well-formed count
 * as no range (§14.2: a server may ignore the header), so the whole object is sent.
 */
public sealed interface ByteRange {
  Pattern ONE = Pattern.compile("bytes=[ \\t]*(\\d*)-(\\d*)[ \\t]*");

  /** Everything: status 200. */
  record Whole(long length) implements ByteRange {}

  /**
   * Some of it: status 206.
   *
   * @param first offset of the first byte
   * @param last offset of the last byte, included
   * @param size of the whole object
   */
  record Part(long first, long last, long size) implements ByteRange {
    public long length() {
      return last - first + 1;
    }

    /** Value of {@code Content-Range} (§14.4). */
    public String contentRange() {
      return "bytes " + first + "-" + last + "/" + size;
    }
  }

  /** None of it can be sent: status 416. */
  record Unsatisfiable(long size) implements ByteRange {
    /** Value of {@code Content-Range} (§14.4). */
    public String contentRange() {
      return "bytes */" + size;
    }
  }

  /**
   * @param header value of {@code Range}; null if the request has none
   * @param size of the object, not negative
   */
  static ByteRange of(@Nullable String header, long size) {
    if (header == null) {
      return new Whole(size);
    }
    Matcher range = ONE.matcher(header.toLowerCase(Locale.ROOT));
    if (!range.matches()) {
      return new Whole(size);
    }
    String first = range.group(1);
    String last = range.group(2);
    if (first.isEmpty()) {
      return last.isEmpty() ? new Whole(size) : suffix(number(last), size);
    }
    return between(number(first), last.isEmpty() ? Long.MAX_VALUE : number(last), size);
  }

  private static ByteRange suffix(long count, long size) {
    if (count == 0 || size == 0) {
      return new Unsatisfiable(size);
    }
    return new Part(Math.max(0, size - count), size - 1, size);
  }

  private static ByteRange between(long first, long last, long size) {
    if (last < first) {
      return new Whole(size);
    }
    if (first >= size) {
      return new Unsatisfiable(size);
    }
    return new Part(first, Math.min(last, size - 1), size);
  }

  /** A number too large for a long is beyond every object, so the largest long stands for it. */
  private static long number(String digits) {
    return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
  }
}
