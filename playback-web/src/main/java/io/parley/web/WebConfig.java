package io.parley.web;

import io.parley.storage.blob.BlobConfig;
import io.parley.storage.catalogue.CatalogueConfig;
import io.parley.storage.codec.RoomTokenCodec;
import io.parley.storage.contract.AddressSet;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * All that the web server is told at its start.
 *
 * @param indexDirectory where the transcript index lies
 * @param recogniser shown to people, so that they know what the captions are worth
 * @param flinkRest REST address of the Flink cluster that runs the jobs, for the admin page; null
 *     if there is none to ask
 */
public record WebConfig(
    Listen listen,
    Trust trust,
    CatalogueConfig catalogue,
    BlobConfig blobs,
    Log log,
    Path indexDirectory,
    Sfu sfu,
    Recogniser recogniser,
    Rules rules,
    @Nullable URI flinkRest) {

  /**
   * @param host address to bind, such as {@code 0.0.0.0}
   * @param port 0 picks a free one
   * @param publicUrl how browsers reach the server, without a path; null derives it from the
   *     request
   * @param tls null for plain HTTP
   */
  public record Listen(String host, int port, @Nullable URI publicUrl, @Nullable Tls tls) {
    public Listen {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("no such port: " + port);
      }
    }

    /** Whether browsers speak TLS with us (or with a proxy before us). */
    public boolean secure() {
      URI url = publicUrl;
      return tls != null || (url != null && "https".equals(url.getScheme()));
    }
  }

  /**
   * @param proxies reverse proxies before us: who asks is read from their {@code X-Forwarded-For}
   * @param metricsReaders who may read {@code /metrics}
   */
  public record Trust(AddressSet proxies, AddressSet metricsReaders) {
    /** No proxy; metrics on this machine only. */
    public static Trust defaults() {
      return new Trust(AddressSet.NOBODY, AddressSet.LOOPBACK);
    }
  }

  /** A PKCS #12 key store with one key. */
  public record Tls(Path keyStore, String password) {
    @Override
    public String toString() {
      return "Tls[" + keyStore + "]";
    }
  }

  /**
   * @param bootstrapServers of Kafka
   * @param topicPrefix see {@link io.parley.storage.codec.Topics}
   * @param readerId names this process's place in the log: keeps its place over restarts, and two
   *     web servers have two
   */
  public record Log(String bootstrapServers, String topicPrefix, String readerId) {}

  /**
   * @param signalUrl where browsers open signalling: {@code ws(s)://host:port/v1/signal}
   * @param internalUrl where this server asks the SFU which meetings are alive: {@code
   *     http://host:port}; null if it can't
   * @param tokenSecret shared with the SFU, at least 32 bytes
   */
  public record Sfu(URI signalUrl, @Nullable URI internalUrl, byte[] tokenSecret) {
    public Sfu {
      if (tokenSecret.length < RoomTokenCodec.MIN_SECRET_BYTES) {
        throw new IllegalArgumentException(
            "the token secret needs at least " + RoomTokenCodec.MIN_SECRET_BYTES + " bytes");
      }
      tokenSecret = tokenSecret.clone();
    }

    @Override
    public byte[] tokenSecret() {
      return tokenSecret.clone();
    }

    @Override
    public String toString() {
      return "Sfu[" + signalUrl + "]";
    }
  }

  /**
   * @param model name of the recogniser's model
   * @param syntheticVoicesOnly it knows synthetic voices only
   */
  public record Recogniser(String model, boolean syntheticVoicesOnly) {}

  /**
   * @param registrationOpen whether everybody may make an account; the first always may
   * @param sessionLifetime a session not used for so long is over
   * @param retention a meeting is deleted so long after its end; null keeps all
   * @param abandonedAfter a live meeting the log was silent about for so long, and that no SFU
   *     holds, is over
   */
  public record Rules(
      boolean registrationOpen,
      Duration sessionLifetime,
      @Nullable Duration retention,
      Duration abandonedAfter) {
    /** Open registration, sessions of 30 days, everything kept, abandoned after 2 minutes. */
    public static Rules defaults() {
      return new Rules(true, Duration.ofDays(30), null, Duration.ofMinutes(2));
    }
  }
}
