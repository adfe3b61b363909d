package io.parley.standalone;

import io.parley.jobs.JobConfig;
import io.parley.jobs.running.Job;
import io.parley.jobs.running.JobRunner;
import io.parley.jobs.running.RemoteJobs;
import io.parley.jobs.running.RunningJobs;
import io.parley.storage.blob.BlobConfig;
import io.parley.transcription.RecogniserModel;
import io.parley.transcription.model.ProvisionedModel;
import io.parley.web.WebConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From the settings of the house to what each part is told. */
final class PartConfigs {
  /** Where the SFU answers; a proxy before it may have it elsewhere. */
  private static final String SIGNAL = "/v1/signal";

  private final Settings settings;
  private final DataDirectory data;
  private final Servers servers;
  private final ProvisionedModel model;

  PartConfigs(Settings settings, DataDirectory data, Servers servers, ProvisionedModel model) {
    this.settings = settings;
    this.data = data;
    this.servers = servers;
    this.model = model;
  }

  /** Where people go. */
  String webUrl() {
    return settings
        .text("web.public-url")
        .orElseGet(
            () ->
                (tls().isPresent() ? "https://" : "http://")
                    + reachable(settings.values().getString("web.host"))
                    + ":"
                    + settings.values().getInt("web.port"));
  }

  WebConfig web() throws StartupException {
    return new WebConfig(
        new WebConfig.Listen(
            settings.values().getString("web.host"),
            settings.port("web.port"),
            settings.text("web.public-url").map(URI::create).orElse(null),
            tls().map(t -> new WebConfig.Tls(t.keyStore(), t.password())).orElse(null)),
        new WebConfig.Trust(
            settings.addresses("web.trusted-proxies"), settings.addresses("metrics.readers")),
        servers.database(),
        servers.objects(),
        new WebConfig.Log(
            servers.bootstrapServers(), settings.values().getString("kafka.topic-prefix"), "web-1"),
        indexDirectory(),
        new WebConfig.Sfu(
            URI.create(signalUrl()),
            sfuInternalUrl(),
            SfuSettings.tokenSecret(settings, data).getBytes(StandardCharsets.UTF_8)),
        new WebConfig.Recogniser(model.model().name(), model.model().syntheticVoicesOnly()),
        new WebConfig.Rules(
            settings.values().getBoolean("web.registration-open"),
            settings.values().getDuration("web.session-lifetime"),
            retention(),
            settings.values().getDuration("web.abandoned-after")),
        settings.text("flink.rest-address").map(URI::create).orElse(null));
  }

  /** The jobs, embedded or on the configured cluster. */
  RunningJobs startJobs() throws IOException, InterruptedException, StartupException {
    Optional<String> cluster = settings.text("flink.rest-address");
    if (cluster.isEmpty()) {
      try {
        return JobRunner.start(jobs(), EnumSet.allOf(Job.class), data.resolve("flink"));
      } catch (IllegalArgumentException e) {
        throw new StartupException("flink.checkpoints: " + e.getMessage(), e);
      }
    }
    try {
      return RemoteJobs.start(jobs(), EnumSet.allOf(Job.class), URI.create(cluster.get()));
    } catch (RemoteJobs.ClusterUnavailable | IllegalArgumentException e) {
      throw new StartupException("flink.rest-address: " + e.getMessage(), e);
    } catch (RemoteJobs.CheckpointsUnavailable e) {
      throw new StartupException("flink.checkpoints: " + e.getMessage(), e);
    }
  }

  private JobConfig jobs() {
    BlobConfig objects = servers.objects();
    RecogniserModel recogniser = model.model();
    return new JobConfig(
        servers.bootstrapServers(),
        settings.values().getString("kafka.topic-prefix"),
        new JobConfig.Objects(
            objects.endpoint(),
            objects.region(),
            objects.bucket(),
            objects.accessKey(),
            objects.secretKey()),
        new JobConfig.Database(
            servers.database().jdbcUrl(), servers.database().user(), servers.database().password()),
        settings.text("flink.index-directory").orElse(indexDirectory().toString()),
        new JobConfig.Model(
            recogniser.name(),
            recogniser.language(),
            recogniser.syntheticVoicesOnly(),
            recogniser.directory().toString()),
        new JobConfig.Picture(
            settings.values().getInt("recording.width"),
            settings.values().getInt("recording.height"),
            settings.values().getInt("recording.frames-per-window"),
            settings.values().getInt("recording.video-bitrate"),
            settings.values().getInt("recording.audio-bitrate"),
            settings.values().getString("recording.layout").toUpperCase(Locale.ROOT)),
        1_500,
        8,
        settings.values().getInt("flink.parallelism"),
        settings.text("recording.time-zone").orElse(ZoneId.systemDefault().getId()),
        settings.text("flink.checkpoints").orElse(data.resolve("checkpoints").toUri().toString()),
        5_000);
  }

  private Path indexDirectory() {
    return data.resolve("index");
  }

  private @Nullable Duration retention() {
    return settings.text("web.retention").isPresent()
        ? settings.values().getDuration("web.retention")
        : null;
  }

  /** Where browsers open signalling. */
  String signalUrl() {
    String address =
        settings
            .text("sfu.public-url")
            .orElseGet(
                () ->
                    (tls().isPresent() ? "wss://" : "ws://")
                        + reachable(settings.values().getString("sfu.host"))
                        + ":"
                        + settings.values().getInt("sfu.port"));
    return signalUrl(address);
  }

  /** An address without a path gets the SFU's own. */
  static String signalUrl(String address) {
    return address.matches("wss?://[^/]+/?") ? address.replaceAll("/$", "") + SIGNAL : address;
  }

  private @Nullable URI sfuInternalUrl() {
    Optional<String> configured = settings.text("sfu.internal-url");
    if (configured.isPresent()) {
      return URI.create(configured.get());
    }
    if (!settings.values().getBoolean("sfu.embedded")) {
      return null;
    }
    return URI.create(
        (tls().isPresent() ? "https://" : "http://")
            + reachable(settings.values().getString("sfu.host"))
            + ":"
            + settings.values().getInt("sfu.port"));
  }

  /** A key store both servers use. */
  record Tls(Path keyStore, String password) {}

  Optional<Tls> tls() {
    return settings
        .text("tls.key-store")
        .map(path -> new Tls(Path.of(path), settings.values().getString("tls.password")));
  }

  /** A wildcard address is no place a browser can go to. */
  static String reachable(String host) {
    return host.equals("0.0.0.0") || host.equals("::") ? "localhost" : host;
  }
}
