package io.parley.jobs.media.mux;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes HLS playlists (RFC 8216): an event playlist that grows and is closed at the end. */
public final class HlsPlaylists {
  private static final DateTimeFormatter DATE_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private HlsPlaylists() {}

  /**
   * @param uri relative to the playlist
   */
  public record Segment(String uri, long durationMicros) {
    public Segment {
      if (uri.isBlank() || uri.indexOf('\n') >= 0 || durationMicros <= 0) {
        throw new IllegalArgumentException("not a segment: '" + uri + "', " + durationMicros);
      }
    }
  }

  /**
   * The media playlist of composed segments.
   *
   * @param initUri the init segment, relative to the playlist
   * @param startEpochMicros wall clock at the first segment's start
   * @param ended closes the playlist
   */
  public static String media(
      String initUri, List<Segment> segments, long startEpochMicros, boolean ended) {
    StringBuilder out = begin(segments);
    out.append("#EXT-X-INDEPENDENT-SEGMENTS\n");
    out.append("#EXT-X-MAP:URI=\"").append(quoted(initUri)).append("\"\n");
    long epochMicros = startEpochMicros;
    for (Segment segment : segments) {
      out.append("#EXT-X-PROGRAM-DATE-TIME:")
          .append(DATE_TIME.format(Instant.ofEpochMilli(Math.floorDiv(epochMicros, 1_000))))
          .append('\n');
      append(segment, out);
      epochMicros += segment.durationMicros();
    }
    return end(out, ended);
  }

  /** The playlist of one WebVTT file that covers the whole recording. */
  public static String subtitles(String vttUri, long durationMicros, boolean ended) {
    Segment whole = new Segment(vttUri, durationMicros);
    StringBuilder out = begin(List.of(whole));
    append(whole, out);
    return end(out, ended);
  }

  private static StringBuilder begin(List<Segment> segments) {
    long longest = segments.stream().mapToLong(Segment::durationMicros).max().orElse(4_096_000);
    StringBuilder out = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n");
    out.append("#EXT-X-TARGETDURATION:").append((longest + 500_000) / 1_000_000).append('\n');
    out.append("#EXT-X-PLAYLIST-TYPE:EVENT\n");
    return out.append("#EXT-X-MEDIA-SEQUENCE:0\n");
  }

  private static void append(Segment segment, StringBuilder out) {
    out.append(String.format(Locale.ROOT, "#EXTINF:%.6f,", segment.durationMicros() / 1e6));
    out.append('\n').append(segment.uri()).append('\n');
  }

  private static String end(StringBuilder out, boolean ended) {
    return (ended ? out.append("#EXT-X-ENDLIST\n") : out).toString();
  }

  /**
   * @param language BCP 47
   * @param name for people
   */
  public record Subtitles(String language, String name, String playlistUri) {}

  /**
   * The master playlist.
   *
   * @param bandwidthBps peak of any segment, picture and sound
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
    StringBuilder out = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n");
    out.append("#EXT-X-INDEPENDENT-SEGMENTS\n");
    if (subtitles != null) {
      out.append("#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"captions\",NAME=\"")
          .append(quoted(subtitles.name()))
          .append("\",LANGUAGE=\"")
          .append(quoted(subtitles.language()))
          .append("\",DEFAULT=YES,AUTOSELECT=YES,FORCED=NO,URI=\"")
          .append(quoted(subtitles.playlistUri()))
          .append("\"\n");
    }
    out.append("#EXT-X-STREAM-INF:BANDWIDTH=").append(bandwidthBps);
    out.append(",CODECS=\"").append(quoted(codecs)).append('"');
    out.append(",RESOLUTION=").append(width).append('x').append(height);
    out.append(String.format(Locale.ROOT, ",FRAME-RATE=%.3f", framesPerSecond));
    if (subtitles != null) {
      out.append(",SUBTITLES=\"captions\"");
    }
    return out.append('\n').append(mediaUri).append('\n').toString();
  }

  /** Quoted strings hold neither quotes nor line breaks (RFC 8216 §4.2). */
  private static String quoted(String text) {
    return text.replace('"', '\'').replace('\n', ' ').replace('\r', ' ');
  }
}
