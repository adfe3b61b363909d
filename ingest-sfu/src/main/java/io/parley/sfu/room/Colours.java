package io.parley.sfu.room;

/** Colours of participants: told apart with the usual colour blindness, readable under white. */
final class Colours {
  private static final int[] PALETTE = {
    0x2563a8, 0xb3541e, 0x2f7d4f, 0x8a3ea8, 0xa8324a, 0x1f7a80,
    0x7a6212, 0x5b57c7, 0x9c4479, 0x4d6b1f, 0x9b3d2e, 0x46617d
  };

  private Colours() {}

  /** 24-bit RGB of the n-th participant, from 0. */
  static int ofNumber(int number) {
    return PALETTE[number % PALETTE.length];
  }
}
