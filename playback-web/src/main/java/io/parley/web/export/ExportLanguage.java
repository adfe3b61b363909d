package io.parley.web.export;

import java.util.Locale;

/** The language of an export's headings; what was said stays as it was said. */
public enum ExportLanguage {
  ENGLISH("en", Locale.ENGLISH),
  SIMPLIFIED_CHINESE("zh-CN", Locale.SIMPLIFIED_CHINESE);

  private final String tag;
  private final Locale locale;

  ExportLanguage(String tag, Locale locale) {
    this.tag = tag;
    this.locale = locale;
  }

  /** BCP 47. */
  public String tag() {
    return tag;
  }

  Locale locale() {
    return locale;
  }

  /**
   * @param tag BCP 47 as a browser sends it
   * @return Chinese for any {@code zh}, else English
   */
  public static ExportLanguage of(String tag) {
    return Locale.forLanguageTag(tag).getLanguage().equals("zh") ? SIMPLIFIED_CHINESE : ENGLISH;
  }

  String in(String english, String chinese) {
    return this == ENGLISH ? english : chinese;
  }
}
