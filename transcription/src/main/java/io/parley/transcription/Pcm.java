package io.parley.transcription;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** 16-bit samples in a snapshot: big-endian, no length in front. */
final class Pcm {
  private Pcm() {}

  static void write(DataOutputStream out, short[] pcm, int length) throws IOException {
    for (int i = 0; i < length; i++) {
      out.writeShort(pcm[i]);
    }
  }

  static void read(DataInputStream in, short[] pcm) throws IOException {
    for (int i = 0; i < pcm.length; i++) {
      pcm[i] = in.readShort();
    }
  }
}
