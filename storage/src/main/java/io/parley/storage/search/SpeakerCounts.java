package io.parley.storage.search;

import io.parley.storage.search.TranscriptHits.SpeakerCount;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;

/** Counts matches by speaker: numbers within a segment, names only where it ends. */
final class SpeakerCounts extends SimpleCollector {
  private static final Comparator<SpeakerCount> MOST_FIRST =
      Comparator.comparingLong(SpeakerCount::count).reversed().thenComparing(SpeakerCount::name);

  private final Map<String, Long> counts = new HashMap<>();
  private SortedDocValues speakers = DocValues.emptySorted();
  private int[] bySpeaker = new int[0];

  static CollectorManager<SpeakerCounts, List<SpeakerCount>> collectorManager() {
    return new CollectorManager<>() {
      @Override
      public SpeakerCounts newCollector() {
        return new SpeakerCounts();
      }

      @Override
      public List<SpeakerCount> reduce(Collection<SpeakerCounts> collectors) {
        Map<String, Long> sums = new HashMap<>();
        for (SpeakerCounts collector : collectors) {
          collector.counts.forEach((name, count) -> sums.merge(name, count, Long::sum));
        }
        return sums.entrySet().stream()
            .map(entry -> new SpeakerCount(entry.getKey(), entry.getValue()))
            .sorted(MOST_FIRST)
            .toList();
      }
    };
  }

  @Override
  protected void doSetNextReader(LeafReaderContext context) throws IOException {
    speakers = DocValues.getSorted(context.reader(), UtteranceDocument.SPEAKER);
    bySpeaker = new int[speakers.getValueCount()];
  }

  @Override
  public void collect(int doc) throws IOException {
    if (speakers.advanceExact(doc)) {
      bySpeaker[speakers.ordValue()]++;
    }
  }

  @Override
  public void finish() throws IOException {
    for (int ord = 0; ord < bySpeaker.length; ord++) {
      if (bySpeaker[ord] > 0) {
        counts.merge(speakers.lookupOrd(ord).utf8ToString(), (long) bySpeaker[ord], Long::sum);
      }
    }
  }

  @Override
  public ScoreMode scoreMode() {
    return ScoreMode.COMPLETE_NO_SCORES;
  }
}
