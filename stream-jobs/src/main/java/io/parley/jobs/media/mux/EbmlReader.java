package io.parley.jobs.media.mux;

import io.parley.jobs.media.bytes.ByteReader.CutShortException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the EBML elements (RFC 8794) of a stretch of bytes, one level deep. Lengths must be
 * known, as {@link Ebml} writes them. One thread.
 */
final class EbmlReader {
  private final byte[] bytes;
  private final int end;
  private int at;

  EbmlReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private EbmlReader(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  /** An element: where its contents are. */
  record Element(byte[] bytes, long id, int from, int end) {
    EbmlReader children() {
      return new EbmlReader(bytes, from, end);
    }

    byte[] contents() {
      return Arrays.copyOfRange(bytes, from, end);
    }

    long unsigned() {
      long value = 0;
      for (int i = from; i < end; i++) {
        value = value << 8 | (bytes[i] & 0xff);
      }
      return value;
    }

    String text() {
      return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }

    /**
     * The first element of this id directly inside.
     *
     * @throws IllegalArgumentException if there is none
     */
    Element child(long wanted) {
      Element found = children().find(wanted);
      if (found == null) {
        throw new IllegalArgumentException("no element " + Long.toHexString(wanted));
      }
      return found;
    }
  }

  /**
   * The next element; null at the end.
   *
   * @throws CutShortException if an element goes on behind the end
   */
  @Nullable Element next() {
    if (at >= end) {
      return null;
    }
    long id = number(false);
    long length = number(true);
    if (length > end - at) {
      throw new CutShortException("element of " + length + " bytes, have " + (end - at));
    }
    int from = at;
    at += (int) length;
    return new Element(bytes, id, from, at);
  }

  /** The next element of this id; null if there is none. */
  @Nullable Element find(long wanted) {
    Element element = next();
    while (element != null && element.id() != wanted) {
      element = next();
    }
    return element;
  }

  /** RFC 8794 §4: leading zeros say how many bytes follow; an id keeps its marker. */
  private long number(boolean withoutMarker) {
    int first = bytes[at] & 0xff;
    int length = Integer.numberOfLeadingZeros(first) - 23;
    if (length > 8 || length > end - at) {
      throw new CutShortException("number of " + length + " bytes, have " + (end - at));
    }
    long value = withoutMarker ? first & (0xff >> length) : first;
    for (int i = 1; i < length; i++) {
      value = value << 8 | (bytes[at + i] & 0xff);
    }
    at += length;
    return value;
  }
}
