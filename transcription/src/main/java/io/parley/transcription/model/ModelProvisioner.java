package io.parley.transcription.model;

import io.parley.transcription.RecogniserModel;
import io.parley.transcription.model.ModelSettings.Official;
import io.parley.transcription.model.ProvisionedModel.Notice;
import io.parley.transcription.model.ProvisionedModel.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the speech model, in this order: the configured directory; a model downloaded before; the
 * configured official model, downloaded now; the demonstration model. Whatever fails is said in one
 * sentence and the next is tried; a model directory is whole or absent. One process at a time works
 * in a data directory, others wait.
 */
public final class ModelProvisioner {
  private final ModelSettings settings;
  private final Path models;

  public ModelProvisioner(ModelSettings settings) {
    this.settings = settings;
    models = settings.dataDirectory().resolve("models");
  }

  /**
   * Blocks while a model is downloaded.
   *
   * @throws IOException only if not even the demonstration model can be unpacked, that is if the
   *     data directory can't be written
   */
  public ProvisionedModel provision(DownloadProgress progress) throws IOException {
    List<String> skipped = new ArrayList<>();
    Path directory = settings.directory();
    if (directory != null) {
      if (ModelDirectory.isModel(directory)) {
        return found(directory, settings.language(), Source.CONFIGURED, skipped);
      }
      skipped.add("the configured model directory holds no Vosk model: " + directory);
    }
    Files.createDirectories(models);
    try (FileChannel channel =
        FileChannel.open(
            models.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.lock(); // released with the channel
      ModelDirectory.delete(models.resolve(".unpacking"));
      ProvisionedModel official = official(progress, skipped);
      return official != null ? official : demonstration(skipped);
    }
  }

  private @Nullable ProvisionedModel official(DownloadProgress progress, List<String> skipped)
      throws IOException {
    Official official = settings.official();
    if (official == null) {
      List<Path> before = ModelDirectory.downloaded(models);
      if (!before.isEmpty()) {
        return found(before.get(0), settings.language(), Source.DOWNLOADED_BEFORE, skipped);
      }
      skipped.add("no official model is configured for download");
      return null;
    }
    Path target = models.resolve(official.name());
    if (ModelDirectory.isModel(target)) {
      return found(target, official.language(), Source.DOWNLOADED_BEFORE, skipped);
    }
    Path part = models.resolve("." + official.name() + ".zip.part");
    try {
      Path zip = new ModelDownload(settings, official, part, progress).fetch();
      try (InputStream in = Files.newInputStream(zip)) {
        ModelArchive.install(in, target, official.name(), official.language(), false);
      } finally {
        Files.delete(zip);
      }
      return found(target, official.language(), Source.DOWNLOADED_NOW, skipped);
    } catch (IOException e) {
      skipped.add("the official model could not be had: " + reason(e));
      return null;
    }
  }

  private ProvisionedModel demonstration(List<String> skipped) throws IOException {
    Path target = models.resolve(DemonstrationArchive.NAME);
    if (!ModelDirectory.isModel(target)) {
      try (InputStream in = DemonstrationArchive.open()) {
        ModelArchive.install(
            in, target, DemonstrationArchive.NAME, DemonstrationArchive.LANGUAGE, true);
      }
    }
    return found(target, DemonstrationArchive.LANGUAGE, Source.DEMONSTRATION, skipped);
  }

  private static ProvisionedModel found(
      Path directory, String language, Source source, List<String> skipped) throws IOException {
    RecogniserModel model = ModelDirectory.read(directory, language);
    return new ProvisionedModel(
        model, source, skipped, model.syntheticVoicesOnly() ? Notice.SYNTHETIC_VOICES : null);
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
