package io.parley.web.export;

import io.parley.web.export.MinutesDocument.Cell;
import io.parley.web.export.MinutesDocument.Item;
import io.parley.web.export.MinutesDocument.Items;
import io.parley.web.export.MinutesDocument.Moment;
import io.parley.web.export.MinutesDocument.Section;
import io.parley.web.export.MinutesDocument.Table;
import io.parley.web.export.MinutesDocument.Text;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** CommonMark with tables as on GitHub. What was said is text and nothing else. */
final class MarkdownWriter {
  private static final Pattern INLINE = Pattern.compile("[\\\\`*_\\[\\]<>|&~!$]");
  private static final Pattern AT_START = Pattern.compile("^(?:[-+#=]|(?<=^)\\d+(?=[.)]))");
  private static final Pattern AUTOLINK =
      Pattern.compile("(?i)(https?|ftp):|www\\.|(?<=\\S)@(?=\\S)");

  String write(MinutesDocument document) {
    StringBuilder out = new StringBuilder();
    out.append("# ").append(text(document.title())).append("\n\n");
    out.append(text(document.subtitle())).append("\n\n");
    out.append('*').append(text(document.note())).append("*\n");
    for (Section section : document.sections()) {
      out.append("\n## ").append(text(section.heading())).append("\n\n");
      if (section.body() instanceof Items items) {
        items.items().forEach(item -> item(item, out));
      } else if (section.body() instanceof Table table) {
        table(table, out);
      } else if (section.body() instanceof Text text) {
        out.append(text(text.text())).append('\n');
      }
    }
    return out.toString();
  }

  private static void item(Item item, StringBuilder out) {
    out.append("- ");
    if (!item.speaker().isEmpty()) {
      out.append("**").append(text(item.speaker())).append(":** ");
    }
    out.append(text(item.text()));
    if (!item.remark().isEmpty()) {
      out.append(" — ").append(text(item.remark()));
    }
    out.append(link(item.moment())).append('\n');
  }

  private static String link(@Nullable Moment moment) {
    return moment == null ? "" : " ([" + moment.label() + "](" + moment.link() + "))";
  }

  private static void table(Table table, StringBuilder out) {
    row(table.headings().stream().map(MarkdownWriter::text).toList(), out);
    row(table.headings().stream().map(heading -> "---").toList(), out);
    for (List<Cell> cells : table.rows()) {
      row(cells.stream().map(MarkdownWriter::cell).toList(), out);
    }
  }

  private static String cell(Cell cell) {
    Moment moment = cell.moment();
    return moment == null
        ? text(cell.text())
        : "[" + text(cell.text()) + "](" + moment.link() + ")";
  }

  private static void row(List<String> cells, StringBuilder out) {
    out.append(cells.stream().collect(Collectors.joining(" | ", "| ", " |"))).append('\n');
  }

  /** Backslashes before everything that Markdown could take for markup. */
  static String text(String plain) {
    String escaped = INLINE.matcher(plain).replaceAll("\\\\$0");
    // Links that are recognised without any markup: an entity breaks them up for the parser only.
    escaped = AUTOLINK.matcher(escaped).replaceAll(m -> entity(m.group()));
    if (AT_START.matcher(escaped).find()) {
      escaped =
          Character.isDigit(escaped.charAt(0))
              ? escaped.replaceFirst("[.)]", "\\\\$0")
              : "\\" + escaped;
    }
    return escaped;
  }

  private static String entity(String marker) {
    char last = marker.charAt(marker.length() - 1);
    return marker.substring(0, marker.length() - 1) + "&#" + (int) last + ";";
  }
}
