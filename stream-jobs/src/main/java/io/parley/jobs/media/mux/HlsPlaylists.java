package io.parley.jobs.media.mux;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes HLS playlists (RFC 8216): an event playlist that grows and is closed at the end. */
@SuppressWarnings("DoNotCallSuggester")
public final class HlsPlaylists {
  private HlsPlaylists() {}

  /**
   * @param uri relative to the playlist
   */
  public record Segment(String uri, long durationMicros) {}

  /**
   * The media playlist of composed segments.
   *
   * @param initUri the init segment, relative to the playlist
   * @param startEpochMicros wall clock at the first segment's start
   * @param ended closes the playlist
   */
  public static String media(
      String initUri, List<Segment> segments, long startEpochMicros, boolean ended) {
    throw new UnsupportedOperationException(
        String.format(Locale.ROOT, "%s %s %d %s", initUri, segments, startEpochMicros, ended));
  }

  /** The playlist of one WebVTT file that covers the whole recording. */
  public static String subtitles(String vttUri, long durationMicros, boolean ended) {
    throw new UnsupportedOperationException(vttUri + durationMicros + ended);
  }

  /**
   * @param language BCP 47, as in the subtitles' name
   */
  public record Subtitles(String language, String name, String playlistUri) {}

  /**
   * The master playlist.
   *
   * @param codecs RFC 6381, from {@link Fmp4#codecs}
   * @param subtitles null while there is no transcript
   */
  public static String master(
      String mediaUri,
      int width,
      int height,
      double framesPerSecond,
      int bandwidthBps,
      String codecs,
      @Nullable Subtitles subtitles) {
    throw new UnsupportedOperationException(mediaUri + width + height + framesPerSecond + codecs);
  }
}
