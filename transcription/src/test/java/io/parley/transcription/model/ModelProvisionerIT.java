package io.parley.transcription.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.transcription.Recogniser;
import io.parley.transcription.VoskRecogniser;
import io.parley.transcription.model.ModelServer.Mood;
import io.parley.transcription.model.ModelSettings.Official;
import io.parley.transcription.model.ProvisionedModel.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every way to a model, and every way a download goes wrong, against a server on loopback. */
class ModelProvisionerIT {
  private static final String NAME = "vosk-model-test-en";

  @TempDir Path data;

  private Path models() {
    return data.resolve("models");
  }

  private ProvisionedModel provision(@Nullable Path directory, @Nullable Official official)
      throws IOException {
    return provision(directory, official, DownloadProgress.SILENT);
  }

  private ProvisionedModel provision(
      @Nullable Path directory, @Nullable Official official, DownloadProgress progress)
      throws IOException {
    ModelSettings settings =
        new ModelSettings(
            directory,
            "en-US",
            data,
            official,
            Duration.ofSeconds(2),
            Duration.ofMillis(400),
            Duration.ofMinutes(1));
    return new ModelProvisioner(settings).provision(progress);
  }

  private static Official official(URI url, byte[] file) throws Exception {
    return new Official(NAME, url, sha256(file), "en-GB");
  }

  private static String sha256(byte[] file) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
  }

  private static byte[] archive() throws IOException {
    try (InputStream in = DemonstrationArchive.open()) {
      return in.readAllBytes();
    }
  }

  private static byte[] zip(String... names) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write("content".getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  /** Names in the models directory, but for the lock. */
  private List<String> kept() throws IOException {
    try (Stream<Path> entries = Files.list(models())) {
      return entries
          .map(p -> p.getFileName().toString())
          .filter(n -> !n.equals(".lock"))
          .sorted()
          .toList();
    }
  }

  private void assertDemonstration(ProvisionedModel provisioned, String reason) throws IOException {
    assertThat(provisioned.source()).isEqualTo(Source.DEMONSTRATION);
    assertThat(provisioned.model().syntheticVoicesOnly()).isTrue();
    assertThat(provisioned.notice()).isNotNull();
    assertThat(provisioned.notice().message()).contains("synthetic voices");
    assertThat(provisioned.skipped()).singleElement().asString().contains(reason);
    assertThat(ModelDirectory.isModel(provisioned.model().directory())).isTrue();
    assertThat(models().resolve(NAME)).doesNotExist();
  }

  @Test
  void withoutAnyConfigurationTheDemonstrationModelRunsAndSaysSo() throws Exception {
    assertDemonstration(provision(null, null), "no official model is configured");
    assertThat(kept()).containsExactly(DemonstrationArchive.NAME);
    ProvisionedModel again = provision(null, null);
    try (Recogniser.Session session = VoskRecogniser.shared(again.model()).open()) {
      session.accept(new short[16_000], 16_000);
      assertThat(session.finish()).isEmpty();
    }
  }

  @Test
  void aConfiguredDirectoryComesFirstAndABrokenOneIsNamed() throws Exception {
    Path mine = data.resolve("mine");
    Files.createDirectories(mine.resolve("am"));
    Files.createDirectories(mine.resolve("graph"));
    assertDemonstrationAfterBroken(mine);
    Files.writeString(mine.resolve("am/final.mdl"), "x");
    Files.writeString(mine.resolve("graph/HCLG.fst"), "x");
    ProvisionedModel provisioned = provision(mine, null);
    assertThat(provisioned.source()).isEqualTo(Source.CONFIGURED);
    assertThat(provisioned.model().name()).isEqualTo("mine");
    assertThat(provisioned.model().syntheticVoicesOnly()).isFalse();
    assertThat(provisioned.notice()).isNull();
    assertThat(provisioned.skipped()).isEmpty();
  }

  private void assertDemonstrationAfterBroken(Path directory) throws IOException {
    ProvisionedModel provisioned = provision(directory, null);
    assertThat(provisioned.source()).isEqualTo(Source.DEMONSTRATION);
    assertThat(provisioned.skipped().get(0)).contains("holds no Vosk model").contains("mine");
  }

  @Test
  void downloadsOnceShowsProgressAndFindsItAgainWithoutAServer() throws Exception {
    byte[] file = archive();
    List<Long> progress = new ArrayList<>();
    Official official;
    try (ModelServer server = new ModelServer(file, Mood.WELL)) {
      official = official(server.url(), file);
      ProvisionedModel first =
          provision(
              null,
              official,
              (bytes, total) -> {
                assertThat(total).isEqualTo(file.length);
                progress.add(bytes);
              });
      assertThat(first.source()).isEqualTo(Source.DOWNLOADED_NOW);
      assertThat(first.model().name()).isEqualTo(NAME);
      assertThat(first.model().language()).isEqualTo("en-GB");
      assertThat(first.notice()).isNull();
    }
    assertThat(progress).isSorted().endsWith((long) file.length);
    assertThat(kept()).containsExactly(NAME);
    assertThat(provision(null, official).source()).isEqualTo(Source.DOWNLOADED_BEFORE);
    ProvisionedModel unasked = provision(null, null);
    assertThat(unasked.source()).isEqualTo(Source.DOWNLOADED_BEFORE);
    assertThat(unasked.model().language()).isEqualTo("en-GB");
  }

  @Test
  void aBrokenConnectionIsResumedWhereItBroke() throws Exception {
    byte[] file = archive();
    try (ModelServer server = new ModelServer(file, Mood.BREAKS_OFF, Mood.BREAKS_OFF, Mood.WELL)) {
      ProvisionedModel provisioned = provision(null, official(server.url(), file));
      assertThat(provisioned.source()).isEqualTo(Source.DOWNLOADED_NOW);
      int half = file.length / 2;
      assertThat(server.ranges)
          .containsExactly(
              "", "bytes=" + half + "-", "bytes=" + (half + (file.length - half) / 2) + "-");
    }
  }

  @Test
  void aServerWithoutRangesIsReadFromTheStartAgain() throws Exception {
    byte[] file = archive();
    try (ModelServer server = new ModelServer(file, Mood.BREAKS_OFF, Mood.KNOWS_NO_RANGES)) {
      assertThat(provision(null, official(server.url(), file)).source())
          .isEqualTo(Source.DOWNLOADED_NOW);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HANGS", "BREAKS_OFF"})
  void whatArrivedBeforeAFailureIsUsedByTheNextStart(Mood mood) throws Exception {
    byte[] file = archive();
    Official official;
    try (ModelServer server = new ModelServer(file, mood)) {
      official = official(server.url(), file);
      assertDemonstration(
          provision(null, official), mood == Mood.HANGS ? "sent nothing for" : "broke off after");
    }
    long arrived = Files.size(models().resolve("." + NAME + ".zip.part"));
    assertThat(arrived).isGreaterThanOrEqualTo(file.length / 2);
    try (ModelServer server = new ModelServer(file, Mood.WELL)) {
      assertThat(provision(null, official(server.url(), file)).source())
          .isEqualTo(Source.DOWNLOADED_NOW);
      assertThat(server.ranges).containsExactly("bytes=" + arrived + "-");
    }
    assertThat(kept()).containsExactly(DemonstrationArchive.NAME, NAME);
  }

  @Test
  void leftoversOfAnotherFileAreThrownAwayAndFetchedAgain() throws Exception {
    byte[] file = archive();
    Files.createDirectories(models());
    for (int length : new int[] {1_000, file.length, file.length + 5}) {
      ModelDirectory.delete(models().resolve(NAME));
      Files.write(models().resolve("." + NAME + ".zip.part"), new byte[length]);
      try (ModelServer server = new ModelServer(file, Mood.WELL)) {
        assertThat(provision(null, official(server.url(), file)).source())
            .isEqualTo(Source.DOWNLOADED_NOW);
        assertThat(server.ranges).containsExactly("bytes=" + length + "-", "");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SILENT", "MISSING"})
  void aServerThatGivesNothingIsNamed(Mood mood) throws Exception {
    byte[] file = archive();
    try (ModelServer server = new ModelServer(file, mood)) {
      assertDemonstration(
          provision(null, official(server.url(), file)),
          mood == Mood.SILENT ? "sent nothing for" : "answered with status 404");
    }
    assertThat(kept()).containsExactly(DemonstrationArchive.NAME);
  }

  @Test
  void nobodyListening() throws Exception {
    URI url;
    try (ModelServer server = new ModelServer(new byte[0], Mood.WELL)) {
      url = server.url();
    }
    assertDemonstration(provision(null, official(url, archive())), "could not be had");
  }

  @Test
  void aFileWithTheWrongChecksumIsNotKept() throws Exception {
    byte[] page = "<html>Please log in</html>".getBytes(StandardCharsets.UTF_8);
    try (ModelServer server = new ModelServer(page, Mood.WELL)) {
      assertDemonstration(
          provision(null, official(server.url(), archive())), "is not the expected file: 26 bytes");
    }
    assertThat(kept()).containsExactly(DemonstrationArchive.NAME);
  }

  @Test
  void aFileWithTheRightChecksumButTheWrongContentIsNotKept() throws Exception {
    byte[] page = "<html>Please log in</html>".getBytes(StandardCharsets.UTF_8);
    byte[] other = zip("readme.txt");
    byte[] slip = zip("model/am/final.mdl", "../../../evil.txt");
    byte[] cut = java.util.Arrays.copyOf(archive(), 5_000_000);
    byte[][] files = {page, other, slip, cut};
    String[] reasons = {
      "is no zip file", "holds no Vosk model", "points outside itself", "nexpected"
    };
    for (int i = 0; i < files.length; i++) {
      try (ModelServer server = new ModelServer(files[i], Mood.WELL)) {
        assertDemonstration(provision(null, official(server.url(), files[i])), reasons[i]);
      }
      assertThat(kept()).containsExactly(DemonstrationArchive.NAME);
    }
    try (Stream<Path> all = Files.walk(data.getParent(), 3)) {
      assertThat(all.filter(p -> p.endsWith("evil.txt"))).isEmpty();
    }
  }

  @Test
  void aTooSlowDownloadIsLeftForTheNextStart() throws Exception {
    byte[] file = archive();
    try (ModelServer server = new ModelServer(file, Mood.WELL)) {
      ModelSettings hasty =
          new ModelSettings(
              null,
              "en-US",
              data,
              official(server.url(), file),
              Duration.ofSeconds(2),
              Duration.ofSeconds(2),
              Duration.ZERO);
      assertDemonstration(
          new ModelProvisioner(hasty).provision(DownloadProgress.SILENT), "is too slow");
      assertThat(provision(null, hasty.official()).source()).isEqualTo(Source.DOWNLOADED_NOW);
      assertThat(server.ranges.get(1)).startsWith("bytes=");
    }
  }

  @Test
  void whatACrashLeftHalfUnpackedIsCleared() throws Exception {
    Path scratch = Files.createDirectories(models().resolve(".unpacking/vosk/am"));
    Files.writeString(scratch.resolve("final.mdl"), "half");
    assertDemonstration(provision(null, null), "no official model");
    assertThat(kept()).containsExactly(DemonstrationArchive.NAME);
  }

  @Test
  void settingsThatCannotBeMeantAreRefused() {
    URI url = URI.create("http://127.0.0.1/m.zip");
    String sum = "0".repeat(64);
    assertThatThrownBy(() -> new Official("../x", url, sum, "en"))
        .hasMessageContaining("plain file name");
    assertThatThrownBy(() -> new Official("x", url, "abc", "en")).hasMessageContaining("sha256");
    assertThatThrownBy(() -> new Official("x", URI.create("file:/etc/passwd"), sum, "en"))
        .hasMessageContaining("http");
  }
}
