package io.parley.jobs.media.compose;

import io.parley.jobs.media.codec.Overlay;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names and initials as overlays, with whatever font of the machine can show them; without any font
 * the labels stay away and the pictures remain.
 */
final class Lettering {
  private static final Logger log = LoggerFactory.getLogger(Lettering.class);
  private static final int MAX_NAME = 40;
  private static final List<Font> FONTS = fonts();

  private Lettering() {}

  private static List<Font> fonts() {
    System.setProperty("java.awt.headless", System.getProperty("java.awt.headless", "true"));
    try {
      Font[] all = GraphicsEnvironment.getLocalGraphicsEnvironment().getAllFonts();
      return Arrays.stream(all)
          .sorted(
              Comparator.<Font>comparingInt(Lettering::preference)
                  .thenComparing(font -> font.getFontName(Locale.ROOT)))
          .toList();
    } catch (RuntimeException | Error e) {
      log.warn("No fonts on this machine: recordings will carry no names ({})", e.toString());
      return List.of();
    }
  }

  /** Plain sans-serif faces first; among the CJK ones the Simplified Chinese forms. */
  private static int preference(Font font) {
    String name = font.getFontName(Locale.ROOT).toLowerCase(Locale.ROOT);
    boolean plain =
        !name.matches(".*(bold|italic|oblique|mono|serif|condensed|light|thin|black).*");
    boolean sans = name.contains("sans");
    if (name.contains("cjk")) {
      return plain || name.contains("sans cjk sc") ? (name.contains("cjk sc") ? 10 : 11) : 30;
    }
    return sans && plain ? 0 : sans ? 5 : plain ? 20 : 25;
  }

  private static @Nullable Font fontFor(String text, int size) {
    for (Font font : FONTS) {
      if (font.canDisplayUpTo(text) < 0) {
        return font.deriveFont((float) size);
      }
    }
    return FONTS.isEmpty() ? null : FONTS.get(0).deriveFont((float) size);
  }

  /**
   * A name on a dark, half transparent plate.
   *
   * @param maxWidth pixels; longer names end in an ellipsis
   */
  static @Nullable Overlay label(String name, int size, int maxWidth) {
    String text = name.length() > MAX_NAME ? name.substring(0, MAX_NAME) + "…" : name;
    Font font = fontFor(text, size);
    if (font == null || text.isBlank() || maxWidth < 3 * size) {
      return null;
    }
    BufferedImage measure = new BufferedImage(2, 2, BufferedImage.TYPE_INT_ARGB);
    FontMetrics metrics = measure.createGraphics().getFontMetrics(font);
    int padding = size / 2;
    String shown = text;
    while (metrics.stringWidth(shown) + 2 * padding > maxWidth && shown.length() > 2) {
      shown = shown.substring(0, shown.length() - 2) + "…";
    }
    int width = Math.min(maxWidth, metrics.stringWidth(shown) + 2 * padding) + 1 & ~1;
    int height = metrics.getHeight() + padding / 2 + 1 & ~1;
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = smooth(image);
    graphics.setColor(new Color(0, 0, 0, 150));
    graphics.fillRoundRect(0, 0, width, height, size / 2, size / 2);
    graphics.setColor(Color.WHITE);
    graphics.setFont(font);
    graphics.drawString(shown, padding, (height - metrics.getHeight()) / 2 + metrics.getAscent());
    graphics.dispose();
    return new Overlay(image);
  }

  /** A disc in the person's colour with the initials; stands for a picture. */
  static Overlay disc(String name, int rgb, int diameter) {
    int side = diameter & ~1;
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = smooth(image);
    graphics.setColor(new Color(rgb));
    graphics.fillOval(0, 0, side, side);
    String text = initials(name);
    Font font = fontFor(text, side * 2 / 5);
    if (font != null && !text.isEmpty()) {
      graphics.setFont(font);
      graphics.setColor(Color.WHITE);
      FontMetrics metrics = graphics.getFontMetrics();
      graphics.drawString(
          text,
          (side - metrics.stringWidth(text)) / 2,
          (side - metrics.getHeight()) / 2 + metrics.getAscent());
    }
    graphics.dispose();
    return new Overlay(image);
  }

  /** First letters of the first and the last word; one character for names without spaces. */
  static String initials(String name) {
    String[] words = name.strip().split("\\s+");
    String first = firstLetter(words[0]);
    String last = words.length > 1 ? firstLetter(words[words.length - 1]) : "";
    return (first + last).toUpperCase(Locale.ROOT);
  }

  private static String firstLetter(String word) {
    return word.isEmpty() ? "" : word.substring(0, word.offsetByCodePoints(0, 1));
  }

  private static Graphics2D smooth(BufferedImage image) {
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    return graphics;
  }
}
