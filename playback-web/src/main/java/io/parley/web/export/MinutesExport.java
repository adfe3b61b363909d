package io.parley.web.export;

import io.parley.storage.contract.Minutes;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;

/** Minutes as a file to download. */
public enum MinutesExport {
  MARKDOWN("md", "text/markdown; charset=utf-8") {
    @Override
    byte[] write(MinutesDocument document) {
      return new MarkdownWriter().write(document).getBytes(StandardCharsets.UTF_8);
    }
  },
  PDF("pdf", "application/pdf") {
    @Override
    byte[] write(MinutesDocument document) {
      return new PdfWriter().write(document);
    }
  },
  DOCX("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document") {
    @Override
    byte[] write(MinutesDocument document) {
      return new DocxWriter().write(document);
    }
  };

  private final String extension;
  private final String contentType;

  MinutesExport(String extension, String contentType) {
    this.extension = extension;
    this.contentType = contentType;
  }

  abstract byte[] write(MinutesDocument document);

  /** Of the file's name, without a dot. */
  public String extension() {
    return extension;
  }

  public String contentType() {
    return contentType;
  }

  /**
   * Thread-safe. Text in the minutes is untrusted and escaped.
   *
   * @param baseUrl of the web front end; times link to {@code {baseUrl}/meetings/{id}?t=seconds}
   * @param zone in which the meeting's date is told
   * @return the whole file
   */
  public byte[] bytes(Minutes minutes, ExportLanguage language, URI baseUrl, ZoneId zone) {
    return write(new MinutesOutline(minutes, language, baseUrl, zone).document());
  }
}
