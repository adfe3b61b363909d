package io.parley.transcription.model;

import io.parley.transcription.RecogniserModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The model in use and why it is this one.
 *
 * @param skipped why each better source gave no model, in order; empty if the first choice did
 * @param notice to be shown in the log, on the admin page and beside captions; null for a model of
 *     human voices
 */
public record ProvisionedModel(
    RecogniserModel model, Source source, List<String> skipped, @Nullable Notice notice) {
  public ProvisionedModel {
    skipped = List.copyOf(skipped);
  }

  /** Where a model came from, best first. */
  public enum Source {
    CONFIGURED,
    DOWNLOADED_BEFORE,
    DOWNLOADED_NOW,
    DEMONSTRATION
  }

  /**
   * That captions can't be trusted.
   *
   * @param message one English sentence for the log
   * @param remedy what the operator can do
   */
  public record Notice(String message, String remedy) {
    static final Notice SYNTHETIC_VOICES =
        new Notice(
            "The demonstration speech model is in use: it was trained on synthetic voices only and"
                + " has never heard a human being, so captions of real meetings will be poor.",
            "Configure an official Vosk model, as a directory or for download.");
  }
}
