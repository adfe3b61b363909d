package io.parley.storage.search;

import static org.apache.lucene.search.BooleanClause.Occur.FILTER;
import static org.apache.lucene.search.BooleanClause.Occur.MUST;

import io.parley.storage.contract.MeetingId;
import io.parley.storage.search.TranscriptHits.Hit;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.TopFieldDocs;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Searches the newest commit: each search looks whether there is a newer one. */
final class LuceneReader implements TranscriptIndex.Reader {
  private static final Sort BEST_FIRST =
      new Sort(
          SortField.FIELD_SCORE,
          new SortField(UtteranceDocument.MEETING_START, SortField.Type.LONG, true),
          new SortField(UtteranceDocument.START, SortField.Type.LONG));

  private final Directory directory;
  private final TranscriptAnalyzer searchAnalyzer = TranscriptAnalyzer.forSearching();
  private final TranscriptAnalyzer indexAnalyzer = TranscriptAnalyzer.forIndexing();
  private final QueryText queryText = new QueryText(UtteranceDocument.TEXT, searchAnalyzer);
  private final Highlighter highlighter = new Highlighter(UtteranceDocument.TEXT, indexAnalyzer);
  private @Nullable SearcherManager searchers;

  LuceneReader(Directory directory) {
    this.directory = directory;
  }

  @Override
  public TranscriptHits search(TranscriptQuery query) throws IOException {
    long started = System.nanoTime();
    SearcherManager current = newest();
    if (current == null) {
      return new TranscriptHits(0, List.of(), List.of(), millisSince(started));
    }
    IndexSearcher searcher = current.acquire();
    try {
      Query words = queryText.parse(query.text());
      Query anybody = restricted(words, query);
      Query wanted = by(query.speaker(), anybody);
      TopFieldDocs found = top(searcher, wanted, (query.page() + 1) * query.pageSize());
      List<Hit> hits = page(searcher, found, words, query.page() * query.pageSize());
      return new TranscriptHits(
          found.totalHits.value,
          hits,
          searcher.search(anybody, SpeakerCounts.collectorManager()),
          millisSince(started));
    } finally {
      current.release(searcher);
    }
  }

  /** Null as long as nothing was ever written. */
  private synchronized @Nullable SearcherManager newest() throws IOException {
    if (searchers == null) {
      if (!DirectoryReader.indexExists(directory)) {
        return null;
      }
      searchers = new SearcherManager(directory, null);
    } else {
      searchers.maybeRefreshBlocking();
    }
    return searchers;
  }

  private static TopFieldDocs top(IndexSearcher searcher, Query query, int count)
      throws IOException {
    return searcher.search(
        query, new TopFieldCollectorManager(BEST_FIRST, count, null, Integer.MAX_VALUE));
  }

  private List<Hit> page(IndexSearcher searcher, TopFieldDocs found, Query words, int from)
      throws IOException {
    Query marked = QueryText.toHighlight(words);
    StoredFields stored = searcher.storedFields();
    List<Hit> hits = new ArrayList<>();
    for (int i = from; i < found.scoreDocs.length; i++) {
      ScoreDoc doc = found.scoreDocs[i];
      IndexedUtterance utterance = UtteranceDocument.toUtterance(stored.document(doc.doc));
      hits.add(new Hit(utterance, highlighter.cut(marked, utterance.text())));
    }
    return hits;
  }

  private static Query restricted(Query words, TranscriptQuery query) {
    BooleanQuery.Builder all = new BooleanQuery.Builder().add(words, MUST);
    all.add(visible(query), FILTER);
    Instant from = query.from();
    Instant to = query.to();
    if (from != null || to != null) {
      long first = from == null ? Long.MIN_VALUE : epochMicros(from);
      long last = to == null ? Long.MAX_VALUE : epochMicros(to) - 1;
      all.add(LongPoint.newRangeQuery(UtteranceDocument.MEETING_START, first, last), FILTER);
    }
    return all.build();
  }

  private static Query visible(TranscriptQuery query) {
    MeetingId meeting = query.meeting();
    if (meeting != null) {
      return query.visible().contains(meeting)
          ? new TermQuery(new Term(UtteranceDocument.MEETING, meeting.value()))
          : new MatchNoDocsQuery("the meeting may not be seen");
    }
    List<BytesRef> ids = query.visible().stream().map(id -> new BytesRef(id.value())).toList();
    return new TermInSetQuery(UtteranceDocument.MEETING, ids);
  }

  private static Query by(@Nullable String speaker, Query query) {
    return speaker == null
        ? query
        : new BooleanQuery.Builder()
            .add(query, MUST)
            .add(new TermQuery(new Term(UtteranceDocument.SPEAKER, speaker)), FILTER)
            .build();
  }

  private static long epochMicros(Instant instant) {
    return TimeUnit.SECONDS.toMicros(instant.getEpochSecond()) + instant.getNano() / 1_000;
  }

  private static long millisSince(long nanoTime) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanoTime);
  }

  @Override
  public synchronized void close() throws IOException {
    if (searchers != null) {
      searchers.close();
    }
    directory.close();
    searchAnalyzer.close();
    indexAnalyzer.close();
  }
}
