package io.parley.web.export;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an export says, in order, for every format alike. All text is plain: writers escape it.
 *
 * @param subtitle date and length
 * @param note who edited, or that a machine wrote it
 */
record MinutesDocument(
    String title, String subtitle, String note, ExportLanguage language, List<Section> sections) {
  MinutesDocument {
    sections = List.copyOf(sections);
  }

  record Section(String heading, Body body) {}

  sealed interface Body permits Items, Table, Text {}

  /** A line each. */
  record Items(List<Item> items) implements Body {
    Items {
      items = List.copyOf(items);
    }
  }

  /**
   * @param speaker who said it; empty if nobody in particular
   * @param remark such as "open"; empty if there is none
   * @param moment where to hear it; null if nowhere
   */
  record Item(String speaker, String text, String remark, @Nullable Moment moment) {}

  /** All rows are as long as the headings. */
  record Table(List<String> headings, List<List<Cell>> rows) implements Body {
    Table {
      headings = List.copyOf(headings);
      rows = rows.stream().map(List::copyOf).toList();
      for (List<Cell> row : rows) {
        if (row.size() != headings.size()) {
          throw new IllegalArgumentException("a row of other length than the headings");
        }
      }
    }
  }

  /**
   * @param moment set: the cell is a link to it and {@code text} its label
   */
  record Cell(String text, @Nullable Moment moment) {
    static Cell of(String text) {
      return new Cell(text, null);
    }
  }

  record Text(String text) implements Body {}

  /**
   * A moment of the recording.
   *
   * @param label such as 12:05
   * @param link to the player, standing there
   */
  record Moment(String label, URI link) {}
}
