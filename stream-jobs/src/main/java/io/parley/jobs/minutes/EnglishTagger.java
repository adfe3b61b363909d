package io.parley.jobs.minutes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import opennlp.tools.postag.POSModel;
import opennlp.tools.postag.POSTagFormat;
import opennlp.tools.postag.POSTaggerME;

/**
 * Parts of speech as Universal Dependencies names them. The model is loaded once and shared; a
 * tagger belongs to one thread.
 */
final class EnglishTagger {
  private static final String MODEL = "/opennlp-en-ud-ewt-pos-1.3-2.5.4.bin";

  private static final class Loaded {
    static final POSModel MODEL = load();
  }

  private final POSTaggerME tagger = new POSTaggerME(Loaded.MODEL, POSTagFormat.UD);

  String[] tag(String[] words) {
    return words.length == 0 ? new String[0] : tagger.tag(words);
  }

  private static POSModel load() {
    try (InputStream in = EnglishTagger.class.getResourceAsStream(EnglishTagger.MODEL)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + EnglishTagger.MODEL);
      }
      return new POSModel(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
