package io.parley.storage.search;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.cjk.CJKWidthFilter;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;

/**
 * One analysis for every language, since a meeting mixes them: words as Unicode cuts them (UAX
 * #29), English endings cut off, accents folded; Chinese, Japanese and Korean as overlapping pairs
 * of characters. Single characters are indexed beside the pairs, so that one alone is found too,
 * but looked up only when nothing stands next to them.
 */
final class TranscriptAnalyzer extends Analyzer {
  private static final int ALL_SCRIPTS =
      CJKBigramFilter.HAN
          | CJKBigramFilter.HIRAGANA
          | CJKBigramFilter.KATAKANA
          | CJKBigramFilter.HANGUL;

  private final boolean singles;

  private TranscriptAnalyzer(boolean singles) {
    this.singles = singles;
  }

  static TranscriptAnalyzer forIndexing() {
    return new TranscriptAnalyzer(true);
  }

  static TranscriptAnalyzer forSearching() {
    return new TranscriptAnalyzer(false);
  }

  @Override
  protected TokenStreamComponents createComponents(String field) {
    Tokenizer words = new StandardTokenizer();
    TokenStream tokens = new ASCIIFoldingFilter(new LowerCaseFilter(new CJKWidthFilter(words)));
    tokens = new CJKBigramFilter(tokens, ALL_SCRIPTS, singles);
    tokens = new PorterStemFilter(new EnglishPossessiveFilter(tokens));
    return new TokenStreamComponents(words, tokens);
  }
}
