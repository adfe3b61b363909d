package io.parley.web.live;

import java.util.Locale;

/** Participants' colours as CSS writes them. */
public final class Colours {
  /** For somebody whose colour the log has not told yet. */
  public static final int UNKNOWN = 0x808080;

  private Colours() {}

  /**
   * @param rgb 24-bit RGB
   */
  public static String css(int rgb) {
    return String.format(Locale.ROOT, "#%06x", rgb & 0xffffff);
  }
}
