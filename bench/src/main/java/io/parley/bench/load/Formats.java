package io.parley.bench.load;

/** What both sides call things: the same numbers are negotiated with every unit. */
public final class Formats {
  public static final int OPUS = 111;
  public static final int VP8 = 96;
  public static final int VP8_RTX = 97;

  public static final int MID_EXTENSION = 1;
  public static final int RID_EXTENSION = 2;
  public static final int REPAIRED_RID_EXTENSION = 3;
  public static final int TRANSPORT_CC_EXTENSION = 5;
  public static final int AUDIO_LEVEL_EXTENSION = 10;

  public static final String AUDIO_MID = "0";
  public static final String VIDEO_MID = "1";

  public static final int AUDIO_CLOCK = 48_000;
  public static final int VIDEO_CLOCK = 90_000;

  private Formats() {}
}
