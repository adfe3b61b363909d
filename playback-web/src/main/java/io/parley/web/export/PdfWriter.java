package io.parley.web.export;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import io.parley.web.export.MinutesDocument.Cell;
import io.parley.web.export.MinutesDocument.Item;
import io.parley.web.export.MinutesDocument.Items;
import io.parley.web.export.MinutesDocument.Moment;
import io.parley.web.export.MinutesDocument.Section;
import io.parley.web.export.MinutesDocument.Table;
import io.parley.web.export.MinutesDocument.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.logging.Level;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.jspecify.annotations.Nullable;

/**
 * A4 pages with page numbers, set in Liberation Sans (it comes with PDFBox) and Droid Sans Fallback
 * (it comes with Parley), both embedded as far as used. Nothing is loaded from anywhere.
 */
final class PdfWriter {
  private static final String STYLE =
      """
      @page { size: A4; margin: 22mm 20mm 24mm 20mm;
        @bottom-center { content: counter(page) " / " counter(pages);
          font-family: latin, cjk; font-size: 9pt; color: #667 } }
      body { font-family: latin, cjk; font-size: 10.5pt; line-height: 1.45; color: #1b1f27 }
      h1 { font-size: 22pt; font-weight: normal; margin: 0 0 2mm 0; line-height: 1.25 }
      h2 { font-size: 14pt; font-weight: normal; margin: 7mm 0 2mm 0; color: #1d4ed8;
        border-bottom: 0.4pt solid #c5cede; page-break-after: avoid }
      p.subtitle { margin: 0; color: #445 }
      p.note { margin: 1mm 0 0 0; color: #778; font-size: 9pt }
      p, ul { margin: 0 } li { margin: 0 0 1.2mm 0; page-break-inside: avoid }
      .speaker { color: #445 } .remark { color: #a04b00; font-size: 9pt }
      a { color: #1d4ed8; text-decoration: none }
      table { width: 100%; border-collapse: collapse; -fs-table-paginate: paginate }
      th { text-align: left; font-weight: normal; color: #667; border-bottom: 0.8pt solid #8a94a6 }
      td { border-bottom: 0.3pt solid #d5dbe6; vertical-align: top }
      th, td { padding: 1.3mm 2mm 1.3mm 0 } tr { page-break-inside: avoid }
      h1, p, li, td { word-wrap: break-word }
      """;

  static {
    // Its own log says a dozen lines per document; errors come as exceptions.
    XRLog.listRegisteredLoggers().forEach(name -> XRLog.setLevel(name, Level.WARNING));
  }

  byte[] write(MinutesDocument document) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PdfRendererBuilder builder = new PdfRendererBuilder();
    builder.useUriResolver((base, uri) -> null);
    builder.useFont(
        () -> font(PDDocument.class, "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf"),
        "latin",
        400,
        FontStyle.NORMAL,
        true);
    builder.useFont(
        () -> font(PdfWriter.class, "DroidSansFallback.ttf"), "cjk", 400, FontStyle.NORMAL, true);
    builder.withHtmlContent(html(document), null);
    builder.withProducer("Parley");
    builder.toStream(out);
    try {
      builder.run();
    } catch (IOException e) {
      throw new UncheckedIOException("minutes can't be written as PDF", e);
    }
    return out.toByteArray();
  }

  private static InputStream font(Class<?> beside, String resource) {
    InputStream in = beside.getResourceAsStream(resource);
    if (in == null) {
      throw new IllegalStateException("font is missing from this build: " + resource);
    }
    return in;
  }

  static String html(MinutesDocument document) {
    StringBuilder out = new StringBuilder();
    out.append("<html lang=\"").append(document.language().tag()).append("\"><head><title>");
    out.append(text(document.title())).append("</title><style>").append(STYLE);
    out.append("</style></head><body><h1>").append(text(document.title()));
    out.append("</h1><p class=\"subtitle\">").append(text(document.subtitle()));
    out.append("</p><p class=\"note\">").append(text(document.note())).append("</p>");
    for (Section section : document.sections()) {
      out.append("<h2>").append(text(section.heading())).append("</h2>");
      if (section.body() instanceof Items items) {
        out.append("<ul>");
        items.items().forEach(item -> item(item, out));
        out.append("</ul>");
      } else if (section.body() instanceof Table table) {
        table(table, out);
      } else if (section.body() instanceof Text text) {
        out.append("<p>").append(text(text.text())).append("</p>");
      }
    }
    return out.append("</body></html>").toString();
  }

  private static void item(Item item, StringBuilder out) {
    out.append("<li>");
    if (!item.speaker().isEmpty()) {
      out.append("<span class=\"speaker\">").append(text(item.speaker())).append(":</span> ");
    }
    out.append(text(item.text()));
    if (!item.remark().isEmpty()) {
      out.append(" <span class=\"remark\">").append(text(item.remark())).append("</span>");
    }
    Moment moment = item.moment();
    if (moment != null) {
      out.append(' ').append(link(moment.label(), moment));
    }
    out.append("</li>");
  }

  private static void table(Table table, StringBuilder out) {
    out.append("<table><thead><tr>");
    table.headings().forEach(h -> out.append("<th>").append(text(h)).append("</th>"));
    out.append("</tr></thead><tbody>");
    for (List<Cell> row : table.rows()) {
      out.append("<tr>");
      row.forEach(c -> out.append("<td>").append(link(c.text(), c.moment())).append("</td>"));
      out.append("</tr>");
    }
    out.append("</tbody></table>");
  }

  private static String link(String label, @Nullable Moment moment) {
    return moment == null
        ? text(label)
        : "<a href=\"" + text(moment.link().toString()) + "\">" + text(label) + "</a>";
  }

  private static String text(String plain) {
    return plain
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
