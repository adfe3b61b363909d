package io.parley.storage.search;

import static org.apache.lucene.search.BooleanClause.Occur.MUST;
import static org.apache.lucene.search.BooleanClause.Occur.SHOULD;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.QueryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a person typed. There is no syntax beyond quotation marks, so there are no errors: a
 * quotation mark that is never closed is skipped, as are words without letters or digits. Words
 * that occur everywhere ("the") needn't match as long as others do.
 */
final class QueryText {
  private static final int MAX_LENGTH = 500;
  private static final Pattern PART =
      Pattern.compile("[\"“”„«»]([^\"“”„«»]+)[\"“”„«»]|([^\\s\"“”„«»]+)");
  private static final double CJK_PAIRS_NEEDED = 0.75;

  private final QueryBuilder builder;
  private final String field;

  QueryText(String field, Analyzer analyzer) {
    this.field = field;
    this.builder = new QueryBuilder(analyzer);
  }

  Query parse(String typed) {
    if (typed.isBlank()) {
      return new MatchAllDocsQuery();
    }
    String text = typed.substring(0, Math.min(typed.length(), MAX_LENGTH));
    BooleanQuery.Builder wanted = new BooleanQuery.Builder();
    BooleanQuery.Builder common = new BooleanQuery.Builder();
    int needed = 0;
    Matcher parts = PART.matcher(text);
    while (parts.find()) {
      boolean quoted = parts.group(1) != null;
      String part = quoted ? parts.group(1) : parts.group(2);
      Query query = quoted ? builder.createPhraseQuery(field, part) : word(part);
      if (query == null) {
        continue;
      }
      if (!quoted && isCommon(part)) {
        wanted.add(query, SHOULD);
        common.add(query, MUST);
      } else {
        wanted.add(query, MUST);
        needed++;
      }
    }
    BooleanQuery all = needed > 0 ? wanted.build() : common.build();
    return all.clauses().isEmpty() ? new MatchNoDocsQuery("no word in it") : all;
  }

  /** What to mark in results: common words only if there is nothing else. */
  static Query toHighlight(Query parsed) {
    if (!(parsed instanceof BooleanQuery all)) {
      return parsed;
    }
    BooleanQuery.Builder marked = new BooleanQuery.Builder();
    for (BooleanClause clause : all) {
      if (clause.getOccur() == MUST) {
        marked.add(clause.getQuery(), SHOULD);
      }
    }
    return marked.build();
  }

  /**
   * "follow-up" is two words side by side. A run of Chinese has no spaces to tell its words apart:
   * most of its pairs of characters must occur, and those side by side rank first.
   */
  private @Nullable Query word(String part) {
    Query phrase = builder.createPhraseQuery(field, part);
    if (!(phrase instanceof PhraseQuery several) || !isIdeographic(part)) {
      return phrase;
    }
    BooleanQuery.Builder pairs = new BooleanQuery.Builder();
    for (var term : several.getTerms()) {
      pairs.add(new TermQuery(term), SHOULD);
    }
    int count = several.getTerms().length;
    pairs.setMinimumNumberShouldMatch(Math.max(1, (int) (count * CJK_PAIRS_NEEDED)));
    return new BooleanQuery.Builder().add(pairs.build(), MUST).add(phrase, SHOULD).build();
  }

  private static boolean isIdeographic(String part) {
    return part.codePoints().anyMatch(Character::isIdeographic);
  }

  private static boolean isCommon(String part) {
    return EnglishAnalyzer.ENGLISH_STOP_WORDS_SET.contains(part.toLowerCase(Locale.ROOT));
  }
}
