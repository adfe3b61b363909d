package io.parley.web.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionURI;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotation;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationLink;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.junit.jupiter.api.Test;

/** PDF files are opened again, read and looked at. */
class PdfWriterTest {
  private static final String TITLE = "发布计划会议：预算与进度";

  private static byte[] pdf(ExportLanguage language, String title, String said, int copies) {
    return MinutesExport.PDF.bytes(
        Samples.minutes(title, said, null, copies), language, Samples.BASE, Samples.ZONE);
  }

  private static String text(PDDocument document) throws IOException {
    return new PDFTextStripper().getText(document).replace("  ", " ");
  }

  @Test
  void everythingOfTheMinutesCanBeReadAndEveryTimeIsALink() throws IOException {
    byte[] bytes = pdf(ExportLanguage.ENGLISH, "Release planning", "One more week is needed.", 2);
    try (PDDocument document = Loader.loadPDF(bytes)) {
      assertThat(text(document))
          .contains("Release planning")
          .contains("November 20, 2026", "(Europe/Berlin)", "1:02:05")
          .contains("Attendees", "Emma", "王小明")
          .contains("Ship version three on Tuesday the sixteenth.")
          .contains("Add a cache to the payment service George Nov 25, 2026 (by Wednesday) 1:15")
          .contains("How slow is it? answered", "Who informs the customers? open")
          .contains("Emma 2:30 75 % 7 320")
          .contains("1 / 2", "2 / 2");
      assertThat(document.getDocumentInformation().getTitle()).isEqualTo("Release planning");
      assertThat(links(document))
          .contains(
              "https://parley.example/meetings/release-1?t=75",
              "https://parley.example/meetings/release-1?t=3661")
          .hasSize(9);
    }
  }

  @Test
  void chineseIsDrawnWithItsOwnGlyphsAndNotAsBoxes() throws IOException {
    byte[] bytes = pdf(ExportLanguage.SIMPLIFIED_CHINESE, TITLE, "我们需要再等一个星期。", 1);
    try (PDDocument document = Loader.loadPDF(bytes)) {
      assertThat(text(document)).contains(TITLE, "行动项", "负责人", "我们需要再等一个星期。", "2026年11月20日");
      List<TextPosition> title = titleGlyphs(document);
      assertThat(title).hasSize(TITLE.length());
      Set<Integer> codes = new HashSet<>();
      List<String> inks = new ArrayList<>();
      BufferedImage page = new PDFRenderer(document).renderImageWithDPI(0, 144);
      for (TextPosition glyph : title) {
        codes.add(glyph.getCharacterCodes()[0]);
        assertThat(glyph.getCharacterCodes()[0]).as("glyph of %s", glyph).isNotZero();
        inks.add(ink(page, glyph));
      }
      int distinct = (int) TITLE.chars().distinct().count();
      assertThat(codes).hasSize(distinct);
      // Boxes would all look the same.
      assertThat(new HashSet<>(inks)).hasSize(distinct);
      assertThat(inks).allMatch(i -> i.contains("#"));
      for (PDFont font : fonts(document)) {
        assertThat(font.isEmbedded()).as(font.getName()).isTrue();
        assertThat(font.getName()).as("a subset").matches("[A-Z]{6}\\+.*");
      }
    }
    assertThat(bytes.length).isLessThan(300_000);
    Files.createDirectories(Path.of("target/exports"));
    Files.write(Path.of("target/exports/minutes-zh.pdf"), bytes);
  }

  @Test
  void longMinutesHaveNumberedPagesAndLoseNothing() throws IOException {
    byte[] bytes = pdf(ExportLanguage.ENGLISH, "Long", "A sentence that will be said again.", 200);
    try (PDDocument document = Loader.loadPDF(bytes)) {
      String text = text(document);
      int pages = document.getNumberOfPages();
      assertThat(pages).isGreaterThan(4);
      for (int page = 1; page <= pages; page++) {
        assertThat(text).contains(page + " / " + pages);
      }
      assertThat(text.split("A sentence that will be said again\\.", -1)).hasSize(202);
    }
  }

  @Test
  void whatWasTypedIsTextAndLoadsNothing() throws IOException {
    byte[] bytes = pdf(ExportLanguage.ENGLISH, Samples.NASTY, Samples.NASTY, 1);
    try (PDDocument document = Loader.loadPDF(bytes)) {
      assertThat(text(document)).contains("<script>alert('x')</script>");
      assertThat(links(document)).allMatch(l -> l.startsWith("https://parley.example/"));
      for (PDPage page : document.getPages()) {
        assertThat(page.getResources().getXObjectNames()).isEmpty();
      }
    }
  }

  @Test
  void signsWithoutAGlyphDoNotFail() throws IOException {
    byte[] bytes = pdf(ExportLanguage.ENGLISH, "🎉 שלום สวัสดี " + "x".repeat(300), "👩‍👩‍👧", 1);
    try (PDDocument document = Loader.loadPDF(bytes)) {
      assertThat(text(document)).contains("Action items");
    }
  }

  private static List<String> links(PDDocument document) throws IOException {
    List<String> links = new ArrayList<>();
    for (PDPage page : document.getPages()) {
      for (PDAnnotation annotation : page.getAnnotations()) {
        if (annotation instanceof PDAnnotationLink link
            && link.getAction() instanceof PDActionURI action) {
          links.add(action.getURI());
        }
      }
    }
    return links;
  }

  private static List<PDFont> fonts(PDDocument document) throws IOException {
    List<PDFont> fonts = new ArrayList<>();
    for (PDPage page : document.getPages()) {
      for (COSName name : page.getResources().getFontNames()) {
        fonts.add(page.getResources().getFont(name));
      }
    }
    assertThat(fonts).isNotEmpty();
    return fonts;
  }

  private static List<TextPosition> titleGlyphs(PDDocument document) throws IOException {
    List<TextPosition> glyphs = new ArrayList<>();
    PDFTextStripper stripper =
        new PDFTextStripper() {
          @Override
          protected void writeString(String text, List<TextPosition> positions) {
            if (text.equals(TITLE)) {
              glyphs.addAll(positions);
            }
          }
        };
    stripper.getText(document);
    return glyphs;
  }

  /** What was drawn for a glyph, as a picture of a few signs. */
  private static String ink(BufferedImage page, TextPosition glyph) {
    StringBuilder ink = new StringBuilder();
    int size = Math.round(glyph.getFontSizeInPt() * 2);
    int left = Math.round(glyph.getXDirAdj() * 2);
    int base = Math.round(glyph.getYDirAdj() * 2) + size / 8;
    for (int y = base - size; y < base; y++) {
      for (int x = left; x < left + size; x++) {
        ink.append((page.getRGB(x, y) & 0xFF) < 128 ? '#' : '.');
      }
    }
    return ink.toString();
  }
}
