package io.parley.standalone;

import io.parley.transcription.model.ModelProvisioner;
import io.parley.transcription.model.ModelSettings;
import io.parley.transcription.model.ProvisionedModel;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a recogniser's model, showing how far a download has come. */
final class ModelPart {
  private static final Logger LOG = LoggerFactory.getLogger(ModelPart.class);
  private static final long LINE_EVERY_BYTES = 8 << 20;

  private ModelPart() {}

  static ProvisionedModel provision(Settings settings, DataDirectory data, Progress progress)
      throws StartupException, IOException {
    AtomicLong shown = new AtomicLong();
    ProvisionedModel model =
        new ModelProvisioner(settingsOf(settings, data))
            .provision(
                (bytes, total) -> {
                  long last = shown.get();
                  if ((bytes - last >= LINE_EVERY_BYTES || bytes == total)
                      && shown.compareAndSet(last, bytes)) {
                    showDownload(progress, bytes, total);
                  }
                });
    for (String reason : model.skipped()) {
      LOG.warn("speech model: {}", reason);
    }
    ProvisionedModel.Notice notice = model.notice();
    if (notice != null) {
      LOG.warn("{} {}", notice.message(), notice.remedy());
    }
    return model;
  }

  private static void showDownload(Progress progress, long bytes, long total) {
    if (total > 0) {
      progress.line("  speech model " + 100 * bytes / total + " % of " + (total >> 20) + " MB");
    } else {
      progress.line("  speech model " + (bytes >> 20) + " MB");
    }
  }

  private static ModelSettings settingsOf(Settings settings, DataDirectory data)
      throws StartupException {
    String language = settings.values().getString("recogniser.language");
    @Nullable Path directory =
        settings.text("recogniser.model-directory").map(Path::of).orElse(null);
    Optional<String> url = settings.text("recogniser.download-url");
    ModelSettings.@Nullable Official official = null;
    if (url.isPresent()) {
      try {
        official =
            new ModelSettings.Official(
                settings.values().getString("recogniser.download-name"),
                URI.create(url.get()),
                settings.values().getString("recogniser.download-sha256"),
                language);
      } catch (IllegalArgumentException e) {
        throw new StartupException("recogniser.download-*: " + e.getMessage(), e);
      }
    }
    return ModelSettings.of(directory, language, data.path(), official);
  }
}
