package io.parley.web.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.poi.xwpf.extractor.XWPFWordExtractor;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFHyperlink;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.junit.jupiter.api.Test;

/** Word files are opened again and read. */
class DocxWriterTest {
  private static XWPFDocument docx(ExportLanguage language, String title, String said)
      throws IOException {
    byte[] bytes =
        MinutesExport.DOCX.bytes(
            Samples.minutes(title, said, "Emma", 1), language, Samples.BASE, Samples.ZONE);
    Files.createDirectories(Path.of("target/exports"));
    Files.write(Path.of("target/exports/minutes-" + language.tag() + ".docx"), bytes);
    return new XWPFDocument(new ByteArrayInputStream(bytes));
  }

  private static List<String> headings(XWPFDocument document) {
    return document.getParagraphs().stream()
        .filter(p -> "Heading1".equals(p.getStyle()))
        .map(XWPFParagraph::getText)
        .toList();
  }

  @Test
  void hasHeadingsTablesLinksAndPageNumbers() throws IOException {
    try (XWPFDocument document = docx(ExportLanguage.ENGLISH, "Release planning", "One week.")) {
      assertThat(document.getParagraphs().get(0).getText()).isEqualTo("Release planning");
      assertThat(document.getParagraphs().get(0).getStyle()).isEqualTo("Title");
      assertThat(document.getStyles().styleExist("Heading1")).isTrue();
      assertThat(document.getProperties().getCoreProperties().getTitle())
          .isEqualTo("Release planning");
      assertThat(headings(document))
          .containsExactly(
              "Attendees",
              "Summary",
              "Decisions",
              "Action items",
              "Questions",
              "Chapters",
              "Talk time",
              "Keywords");
      assertThat(document.getParagraphs())
          .anyMatch(p -> p.getText().equals("Version 2, edited by Emma"))
          .anyMatch(p -> p.getText().equals("• Paul: How slow is it? (answered) 0:30"));

      XWPFTable actions = document.getTables().get(0);
      assertThat(cells(actions, 0)).containsExactly("Task", "Owner", "Due", "Said at");
      assertThat(cells(actions, 1))
          .containsExactly(
              "Add a cache to the payment service",
              "George",
              "Nov 25, 2026 (by Wednesday)",
              "1:15");
      assertThat(cells(actions, 2)).containsExactly("One week.", "–", "–", "1:20");
      XWPFTable talk = document.getTables().get(1);
      assertThat(cells(talk, 2)).containsExactly("王小明", "0:50", "25 %", "3", "80");

      assertThat(document.getHyperlinks())
          .extracting(XWPFHyperlink::getURL)
          .contains("https://parley.example/meetings/release-1?t=3661")
          .allMatch(url -> url.startsWith("https://parley.example/meetings/release-1?t="));
      assertThat(document.getFooterList().get(0).getListParagraph().get(0).getCTP().xmlText())
          .contains("PAGE")
          .contains("NUMPAGES");
    }
  }

  private static List<String> cells(XWPFTable table, int row) {
    return table.getRow(row).getTableCells().stream().map(c -> c.getText()).toList();
  }

  @Test
  void headingsAreChineseWhenAskedForAndChineseTextHasAChineseFont() throws IOException {
    try (XWPFDocument document = docx(ExportLanguage.SIMPLIFIED_CHINESE, "发布计划会议", "再等一个星期。")) {
      assertThat(headings(document)).startsWith("与会者", "摘要", "决定", "行动项");
      assertThat(document.getParagraphs().get(0).getText()).isEqualTo("发布计划会议");
      assertThat(document.getParagraphs().get(0).getRuns().get(0).getCTR().xmlText())
          .contains("eastAsia=\"Microsoft YaHei\"");
      assertThat(cells(document.getTables().get(0), 0)).containsExactly("任务", "负责人", "截止日期", "时刻");
    }
  }

  @Test
  void whatWasTypedIsText() throws IOException {
    try (XWPFDocument document = docx(ExportLanguage.ENGLISH, Samples.NASTY, Samples.NASTY);
        XWPFWordExtractor extractor = new XWPFWordExtractor(document)) {
      assertThat(extractor.getText())
          .contains("<script>alert('x')</script> & \"q\" ]]> *b*")
          .doesNotContain("\u0007", "\u202E");
      assertThat(document.getHyperlinks())
          .allMatch(l -> l.getURL().startsWith("https://parley.example/"));
      assertThat(document.getAllPictures()).isEmpty();
    }
  }
}
