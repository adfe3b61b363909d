package io.parley.transcription;

import java.nio.file.Path;

/**
 * A speech model on disk.
 *
 * @param name as shown beside captions, such as {@code vosk-model-small-en-us-0.15}
 * @param language BCP 47
 * @param syntheticVoicesOnly the model has never heard a human voice; whoever shows its captions
 *     says so
 * @param directory the unpacked model, in the official Vosk layout
 */
public record RecogniserModel(
    String name, String language, boolean syntheticVoicesOnly, Path directory) {
  public RecogniserModel {
    if (name.isBlank() || language.isBlank()) {
      throw new IllegalArgumentException("a model needs a name and a language");
    }
  }
}
