package io.parley.sfu;

import io.parley.sfu.signal.SignalConfig;
import io.parley.sfu.tap.TapConfig;
import io.parley.sfu.transport.MediaAddress;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one SFU runs.
 *
 * @param signal where browsers connect for signalling
 * @param media where they send media to
 * @param tokenSecret shared with the web server, at least 32 bytes
 * @param tap where packets and events are written; null leaves no trace of meetings
 * @param timeouts when nobody is waited for any longer
 * @param maxParticipants in one meeting
 */
public record SfuConfig(
    SignalConfig signal,
    MediaAddress media,
    byte[] tokenSecret,
    @Nullable TapConfig tap,
    Timeouts timeouts,
    int maxParticipants) {

  /**
   * When nobody is waited for any longer.
   *
   * @param empty a meeting nobody is in ends after this
   * @param reconnectGrace a participant without a signalling connection is gone after this
   * @param consent a browser that answers no connectivity check for this long has lost its media
   */
  public record Timeouts(Duration empty, Duration reconnectGrace, Duration consent) {
    static final Timeouts USUAL =
        new Timeouts(Duration.ofSeconds(60), Duration.ofSeconds(30), Duration.ofSeconds(15));
  }

  public SfuConfig {
    tokenSecret = tokenSecret.clone();
    if (maxParticipants < 1) {
      throw new IllegalArgumentException("a meeting holds at least one participant");
    }
  }

  /** On the loopback interface, on free ports, with the usual time-outs, without a log. */
  public static SfuConfig onLoopback(byte[] tokenSecret) {
    return new SfuConfig(
        new SignalConfig("127.0.0.1", 0, null, List.of()),
        MediaAddress.of(InetAddress.getLoopbackAddress(), 0),
        tokenSecret,
        null,
        Timeouts.USUAL,
        100);
  }

  /** The same with signalling elsewhere. */
  public SfuConfig withSignal(SignalConfig other) {
    return new SfuConfig(other, media, tokenSecret, tap, timeouts, maxParticipants);
  }

  /** The same with media elsewhere. */
  public SfuConfig withMedia(MediaAddress other) {
    return new SfuConfig(signal, other, tokenSecret, tap, timeouts, maxParticipants);
  }

  /** The same with a log; null for none. */
  public SfuConfig withTap(@Nullable TapConfig other) {
    return new SfuConfig(signal, media, tokenSecret, other, timeouts, maxParticipants);
  }

  /** The same with other time-outs. */
  public SfuConfig withTimeouts(Timeouts other) {
    return new SfuConfig(signal, media, tokenSecret, tap, other, maxParticipants);
  }
}
