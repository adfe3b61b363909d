package io.parley.storage.search;

import io.parley.storage.search.TranscriptHits.Fragment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.uhighlight.Passage;
import org.apache.lucene.search.uhighlight.PassageFormatter;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;
import org.apache.lucene.search.uhighlight.WholeBreakIterator;

/** Cuts the text of an utterance where hits begin and end; nothing of the text is lost. */
final class Highlighter {
  private final String field;
  private final UnifiedHighlighter highlighter;

  Highlighter(String field, Analyzer analyzer) {
    this.field = field;
    this.highlighter =
        UnifiedHighlighter.builderWithoutSearcher(analyzer)
            .withBreakIterator(WholeBreakIterator::new)
            .withFormatter(new Cutter())
            .withMaxLength(Integer.MAX_VALUE - 1)
            .build();
  }

  List<Fragment> cut(Query query, String text) throws IOException {
    if (text.isEmpty()) {
      return List.of();
    }
    Object cut = highlighter.highlightWithoutSearcher(field, query, text, 1);
    return cut instanceof Fragments fragments
        ? fragments.list()
        : List.of(new Fragment(text, false));
  }

  private record Fragments(List<Fragment> list) {}

  private static final class Cutter extends PassageFormatter {
    @Override
    public Object format(Passage[] passages, String text) {
      List<Fragment> fragments = new ArrayList<>();
      int position = 0;
      for (Passage passage : passages) {
        for (int i = 0; i < passage.getNumMatches(); i++) {
          int start = Math.max(position, passage.getMatchStarts()[i]);
          int end = passage.getMatchEnds()[i];
          if (end <= position) {
            continue;
          }
          if (start > position) {
            fragments.add(new Fragment(text.substring(position, start), false));
            fragments.add(new Fragment(text.substring(start, end), true));
          } else {
            append(fragments, text.substring(start, end));
          }
          position = end;
        }
      }
      if (position < text.length()) {
        fragments.add(new Fragment(text.substring(position), false));
      }
      return new Fragments(fragments);
    }

    /** Hits that touch or overlap, as pairs of characters do, become one. */
    private static void append(List<Fragment> fragments, String hit) {
      int last = fragments.size() - 1;
      if (last >= 0 && fragments.get(last).hit()) {
        fragments.set(last, new Fragment(fragments.get(last).text() + hit, true));
      } else {
        fragments.add(new Fragment(hit, true));
      }
    }
  }
}
