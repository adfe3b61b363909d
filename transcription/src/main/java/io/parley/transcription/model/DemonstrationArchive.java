package io.parley.transcription.model;

import io.parley.transcription.VoskRecogniser;
import java.io.IOException;
import java.io.InputStream;

/** The model that comes with Parley, zipped. It was trained on synthetic voices only. */
final class DemonstrationArchive {
  static final String NAME = "vosk-model-demo-en";
  static final String LANGUAGE = "en-US";

  private DemonstrationArchive() {}

  static InputStream open() throws IOException {
    InputStream in = VoskRecogniser.class.getResourceAsStream("model/" + NAME + ".zip");
    if (in == null) {
      throw new IOException("the demonstration model is missing from this build of Parley");
    }
    return in;
  }
}
