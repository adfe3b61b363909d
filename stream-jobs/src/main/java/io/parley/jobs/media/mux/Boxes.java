package io.parley.jobs.media.mux;

import io.parley.jobs.media.bytes.ByteWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/** Boxes of ISO/IEC 14496-12 §4.2: a 32-bit size, four letters, contents. */
final class Boxes {
  static final int HEADER = 8;
  static final int FULL_HEADER = 12;

  private Boxes() {}

  static void box(ByteWriter out, String type, Consumer<ByteWriter> contents) {
    int start = out.size();
    out.u32(0).ascii(type);
    contents.accept(out);
    out.putU32(start, out.size() - start);
  }

  static void fullBox(
      ByteWriter out, String type, int version, int flags, Consumer<ByteWriter> contents) {
    box(
        out,
        type,
        inside -> {
          inside.u8(version).u24(flags);
          contents.accept(inside);
        });
  }

  /** A box found in bytes: from its header to its end. */
  record Found(byte[] bytes, int offset, int length) {
    int contents() {
      return offset + HEADER;
    }

    int end() {
      return offset + length;
    }

    byte[] copy() {
      return Arrays.copyOfRange(bytes, offset, end());
    }

    /**
     * The {@code n}-th box of this type directly inside, {@code skip} bytes behind the header.
     *
     * @throws IllegalArgumentException if there is none
     */
    Found child(String type, int n, int skip) {
      return find(bytes, contents() + skip, end(), type, n);
    }

    Found child(String type) {
      return child(type, 0, 0);
    }
  }

  static Found find(byte[] bytes, String type) {
    return find(bytes, 0, bytes.length, type, 0);
  }

  static Found find(byte[] bytes, int from, int end, String type, int n) {
    int at = from;
    int left = n;
    while (at + HEADER <= end) {
      int length = i32(bytes, at);
      if (length < HEADER || length > end - at) {
        break;
      }
      if (new String(bytes, at + 4, 4, StandardCharsets.ISO_8859_1).equals(type) && left-- == 0) {
        return new Found(bytes, at, length);
      }
      at += length;
    }
    throw new IllegalArgumentException("no box " + type + " where one belongs");
  }

  static int i32(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 24
        | (bytes[at + 1] & 0xff) << 16
        | (bytes[at + 2] & 0xff) << 8
        | (bytes[at + 3] & 0xff);
  }
}
