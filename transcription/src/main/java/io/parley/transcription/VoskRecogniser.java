package io.parley.transcription;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vosk.LibVosk;
import org.vosk.LogLevel;
import org.vosk.Model;
import org.vosk.Recognizer;

/**
 * Vosk behind {@link Recogniser}. A model is loaded once for the life of the process, however many
 * tracks use it; each utterance gets a native recogniser of its own, because a reused one keeps
 * counting time and can start with a stray word.
 */
public final class VoskRecogniser implements Recogniser {
  private static final Map<Path, VoskRecogniser> LOADED = new HashMap<>();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** What Vosk writes for a word outside its vocabulary. */
  private static final String UNKNOWN = "[unk]";

  private final RecogniserModel model;
  private final Model loaded;

  private VoskRecogniser(RecogniserModel model, Model loaded) {
    this.model = model;
    this.loaded = loaded;
  }

  /**
   * The recogniser of a model, loading it on first use.
   *
   * @throws IOException if the directory holds no model that Vosk can read
   */
  public static VoskRecogniser shared(RecogniserModel model) throws IOException {
    Path key = model.directory().toAbsolutePath().normalize();
    synchronized (LOADED) {
      VoskRecogniser known = LOADED.get(key);
      if (known == null || !known.model.equals(model)) {
        LibVosk.setLogLevel(LogLevel.WARNINGS);
        Model freshOrKnown = known == null ? new Model(key.toString()) : known.loaded;
        known = new VoskRecogniser(model, freshOrKnown);
        LOADED.put(key, known);
      }
      return known;
    }
  }

  @Override
  public RecogniserModel model() {
    return model;
  }

  @Override
  public Session open() {
    try {
      Recognizer recognizer = new Recognizer(loaded, SAMPLE_RATE);
      recognizer.setWords(true);
      return new VoskSession(recognizer);
    } catch (IOException e) {
      throw new UncheckedIOException("Vosk can't start a recogniser for " + model.name(), e);
    }
  }

  private static final class VoskSession implements Session {
    private final Recognizer recognizer;
    private final List<RecognisedWord> settled = new ArrayList<>();
    private boolean closed;

    VoskSession(Recognizer recognizer) {
      this.recognizer = recognizer;
    }

    @Override
    public void accept(short[] pcm, int length) {
      // Vosk ends an utterance by rules of its own now and then; its words are kept and go on.
      if (recognizer.acceptWaveForm(pcm, length)) {
        collect(recognizer.getResult());
      }
    }

    @Override
    public String partial() {
      StringBuilder text = new StringBuilder();
      for (RecognisedWord word : settled) {
        append(text, word.text());
      }
      for (String word :
          read(recognizer.getPartialResult()).path("partial").asText("").split(" ")) {
        if (!word.isEmpty() && !word.equals(UNKNOWN)) {
          append(text, word);
        }
      }
      return text.toString();
    }

    @Override
    public List<RecognisedWord> finish() {
      collect(recognizer.getFinalResult());
      return List.copyOf(settled);
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        recognizer.close();
      }
    }

    private void collect(String json) {
      for (JsonNode word : read(json).path("result")) {
        String text = word.path("word").asText("");
        if (!text.isEmpty() && !text.equals(UNKNOWN)) {
          settled.add(
              new RecognisedWord(
                  text,
                  word.path("start").asDouble(),
                  word.path("end").asDouble(),
                  Math.min(1, Math.max(0, word.path("conf").asDouble()))));
        }
      }
    }

    private static void append(StringBuilder text, String word) {
      if (!text.isEmpty()) {
        text.append(' ');
      }
      text.append(word);
    }

    private static JsonNode read(String json) {
      try {
        return JSON.readTree(json);
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException("Vosk answered with what is not JSON", e);
      }
    }
  }
}
