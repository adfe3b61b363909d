package io.parley.storage.codec.rtp;

import java.io.ByteArrayOutputStream;

/** Bytes as annotated rows: hexadecimal up to {@code //}, then what it means. */
final class Rows {
  private Rows() {}

  static byte[] of(String rows) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    rows.lines()
        .map(line -> line.replaceAll("//.*", "").replaceAll("\\s", ""))
        .forEach(
            hex -> {
              for (int i = 0; i < hex.length(); i += 2) {
                bytes.write(Integer.parseInt(hex.substring(i, i + 2), 16));
              }
            });
    return bytes.toByteArray();
  }
}
