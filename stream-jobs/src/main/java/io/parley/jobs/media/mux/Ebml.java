package io.parley.jobs.media.mux;

import io.parley.jobs.media.bytes.ByteWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Elements of EBML (RFC 8794): an id, a length, contents. */
final class Ebml {
  private Ebml() {}

  static void master(ByteWriter out, long id, Consumer<ByteWriter> contents) {
    ByteWriter inside = new ByteWriter();
    contents.accept(inside);
    binary(out, id, inside.toByteArray());
  }

  static void binary(ByteWriter out, long id, byte[] bytes) {
    id(out, id);
    length(out, bytes.length);
    out.raw(bytes);
  }

  static void text(ByteWriter out, long id, String text) {
    binary(out, id, text.getBytes(StandardCharsets.UTF_8));
  }

  static void unsigned(ByteWriter out, long id, long value) {
    id(out, id);
    int bytes = Math.max(1, (64 - Long.numberOfLeadingZeros(value) + 7) / 8);
    length(out, bytes);
    for (int i = bytes - 1; i >= 0; i--) {
      out.u8((int) (value >>> (8 * i)));
    }
  }

  /** In eight bytes, whatever the value. */
  static void unsigned64(ByteWriter out, long id, long value) {
    id(out, id);
    length(out, 8);
    out.i64(value);
  }

  static void real(ByteWriter out, long id, double value) {
    id(out, id);
    length(out, 8);
    out.f64(value);
  }

  /** Ids carry their own length marker. */
  static void id(ByteWriter out, long id) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      if (id >>> shift != 0) {
        out.u8((int) (id >>> shift));
      }
    }
  }

  /** The shortest form that does not mean "unknown". */
  static void length(ByteWriter out, long length) {
    int bytes = 1;
    while (length >= (1L << (7 * bytes)) - 1) {
      bytes++;
    }
    long marked = length | 1L << (7 * bytes);
    for (int i = bytes - 1; i >= 0; i--) {
      out.u8((int) (marked >>> (8 * i)));
    }
  }
}
