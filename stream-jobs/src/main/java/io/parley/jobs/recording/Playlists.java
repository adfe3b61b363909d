package io.parley.jobs.recording;

import io.parley.jobs.JobConfig;
import io.parley.jobs.media.mux.HlsPlaylists;
import io.parley.jobs.media.mux.HlsPlaylists.Subtitles;
import io.parley.storage.codec.ObjectKeys;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The playlists of a recording; everything in them is relative to the folder {@code hls/}. */
public final class Playlists {
  private Playlists() {}

  /** The growing playlist of all windows stored without a hole. */
  static String media(ObjectKeys keys, List<Stored> segments, long startEpochMicros, boolean over) {
    return HlsPlaylists.media(
        relative(keys, keys.hlsInit(WindowStage.RENDITION)),
        segments.stream()
            .map(s -> new HlsPlaylists.Segment(relative(keys, s.objectKey()), s.durationMicros()))
            .toList(),
        startEpochMicros,
        over);
  }

  /**
   * @param codecs RFC 6381
   * @param subtitles null while there is no transcript
   */
  public static String master(
      ObjectKeys keys, JobConfig.Picture picture, String codecs, @Nullable Subtitles subtitles) {
    return HlsPlaylists.master(
        relative(keys, keys.hlsMedia(WindowStage.RENDITION)),
        picture.width(),
        picture.height(),
        picture.spec().framesPerSecond(),
        (picture.bitRate() + picture.audioBitRate()) * 11 / 10,
        codecs,
        subtitles);
  }

  private static String relative(ObjectKeys keys, String key) {
    return key.substring(keys.hlsPrefix().length());
  }
}
