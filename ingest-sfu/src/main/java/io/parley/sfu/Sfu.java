package io.parley.sfu;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.channel.EventLoop;
import io.parley.sfu.loop.MicroClock;
import io.parley.sfu.loop.NettyLoop;
import io.parley.sfu.room.MeetingContext;
import io.parley.sfu.room.MeetingLog;
import io.parley.sfu.room.MeetingSettings;
import io.parley.sfu.room.Meetings;
import io.parley.sfu.room.NoLog;
import io.parley.sfu.signal.SignalServer;
import io.parley.sfu.tap.KafkaTap;
import io.parley.sfu.tap.TapConfig;
import io.parley.sfu.transport.TransportConfig;
import io.parley.sfu.transport.TransportServer;
import io.parley.storage.codec.RoomTokenCodec;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running SFU: signalling, media and the tap. */
public final class Sfu implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sfu.class);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration HANDSHAKE_RESEND = Duration.ofMillis(250);
  private static final long END_MEETINGS_MILLIS = 1_000;

  private final PrometheusMeterRegistry registry;
  private final TransportServer transports;
  private final @Nullable KafkaTap tap;
  private final Meetings meetings;
  private final SignalServer signal;

  private Sfu(SfuConfig config) {
    MicroClock clock = MicroClock.system();
    registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    RoomTokenCodec tokens = new RoomTokenCodec(config.tokenSecret(), Clock.systemUTC());
    transports =
        new TransportServer(
            TransportConfig.of(config.media())
                .withTimeouts(CONNECT_TIMEOUT, config.timeouts().consent(), HANDSHAKE_RESEND));
    transports.start();
    KafkaTap started = null;
    try {
      TapConfig tapConfig = config.tap();
      started = tapConfig == null ? null : KafkaTap.start(tapConfig, clock, registry);
      MeetingLog log = started == null ? new NoLog() : started;
      meetings = new Meetings(() -> context(config, log, clock));
      signal = SignalServer.start(config.signal(), meetings, tokens, registry, clock);
    } catch (RuntimeException e) {
      closeAfterFailure(started);
      throw e;
    }
    tap = started;
    gauges(registry);
  }

  /**
   * Starts to listen. A Kafka broker need not be up yet.
   *
   * @throws RuntimeException if a port is taken or the keystore cannot be read; the message says
   *     which
   */
  public static Sfu start(SfuConfig config) {
    Sfu sfu = new Sfu(config);
    LOG.info("Signalling on port {}, media on UDP port {}", sfu.signalPort(), sfu.udpPort());
    return sfu;
  }

  /** TCP port of the signalling WebSocket. */
  public int signalPort() {
    return signal.port();
  }

  /** UDP port of all media. */
  public int udpPort() {
    return transports.port();
  }

  /** What is counted; for embedding next to other registries. */
  public MeterRegistry metrics() {
    return registry;
  }

  /** Ends all meetings, writes what waits for the log, and stops, within five seconds. */
  @Override
  public void close() {
    try {
      meetings.close().get(END_MEETINGS_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("Not all meetings ended in order", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Thread media = new Thread(transports::close, "parley-sfu-close");
    media.start();
    signal.close();
    if (tap != null) {
      tap.close();
    }
    try {
      media.join(TimeUnit.SECONDS.toMillis(3));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private MeetingContext context(SfuConfig config, MeetingLog log, MicroClock clock) {
    EventLoop loop = transports.nextLoop();
    return new MeetingContext(
        new NettyLoop(loop, clock),
        listener -> transports.create(loop, listener),
        log,
        new MeetingSettings(
            micros(config.timeouts().empty()),
            micros(config.timeouts().reconnectGrace()),
            config.maxParticipants()),
        new SecureRandom());
  }

  private void closeAfterFailure(@Nullable KafkaTap started) {
    if (started != null) {
      started.close();
    }
    transports.close();
  }

  private void gauges(MeterRegistry meters) {
    meters.gauge("parley.sfu.transports", transports, TransportServer::size);
    meters.gauge("parley.sfu.meetings", meetings, Meetings::size);
  }

  private static long micros(Duration duration) {
    return TimeUnit.NANOSECONDS.toMicros(duration.toNanos());
  }
}
