package io.parley.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import java.util.Locale;

/** How somebody looks at the pages: language, size, light or dark. */
enum Look {
  ENGLISH_WIDE("en-GB", 1280, 800, ColorScheme.LIGHT),
  CHINESE_WIDE("zh-CN", 1280, 800, ColorScheme.DARK),
  ENGLISH_PHONE("en-GB", 375, 812, ColorScheme.LIGHT),
  CHINESE_PHONE("zh-CN", 375, 812, ColorScheme.DARK);

  private final String locale;
  private final int width;
  private final int height;
  private final ColorScheme scheme;

  Look(String locale, int width, int height, ColorScheme scheme) {
    this.locale = locale;
    this.width = width;
    this.height = height;
    this.scheme = scheme;
  }

  /** A context that looks so, signed in as in {@code storageState}. */
  Browser.NewContextOptions options(String storageState) {
    return new Browser.NewContextOptions()
        .setStorageState(storageState)
        .setLocale(locale)
        .setViewportSize(width, height)
        .setColorScheme(scheme);
  }

  boolean chinese() {
    return locale.startsWith("zh");
  }

  /** As part of a file's name. */
  String suffix() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
