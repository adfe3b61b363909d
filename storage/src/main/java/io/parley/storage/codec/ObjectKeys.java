package io.parley.storage.codec;

import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.TrackId;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where everything of one meeting lies in the object store. Numbers in keys are padded with zeros,
 * so that keys sort as the numbers do.
 *
 * <pre>
 * meetings/{meetingId}/manifest.json
 * meetings/{meetingId}/hls/master.m3u8
 * meetings/{meetingId}/hls/{rendition}.m3u8
 * meetings/{meetingId}/hls/{rendition}/init.mp4
 * meetings/{meetingId}/hls/{rendition}/{window, 8 digits}.m4s
 * meetings/{meetingId}/hls/subtitles/{language}.m3u8
 * meetings/{meetingId}/hls/subtitles/{language}/{window, 8 digits}.vtt
 * meetings/{meetingId}/tracks/{trackId}/{first sample in micros, 14 digits}.mkv|webm
 * meetings/{meetingId}/people/{trackId}.mp4|webm
 * meetings/{meetingId}/transcript/{language}.json|vtt|srt
 * meetings/{meetingId}/minutes/{version, 4 digits}.json
 * meetings/{meetingId}/timeline.jsonl
 * meetings/{meetingId}/files/{name}
 * meetings/{meetingId}/recording.mp4
 * meetings/{meetingId}/audio.m4a
 * meetings/{meetingId}/poster.jpg
 * </pre>
 */
public record ObjectKeys(MeetingId meetingId) {
  private static final String ROOT = "meetings/";
  private static final Pattern KEY = Pattern.compile("meetings/([^/]+)/(.+)");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,34}");

  /** What a track is wrapped in. */
  public enum Container {
    MKV,
    WEBM,
    MP4;

    String extension() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How the whole transcript is written. */
  public enum TranscriptFormat {
    JSON,
    VTT,
    SRT;

    String extension() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Everything of the meeting starts with this; ends with a slash. */
  public String prefix() {
    return ROOT + meetingId.value() + "/";
  }

  public String manifest() {
    return prefix() + "manifest.json";
  }

  public String hlsPrefix() {
    return prefix() + "hls/";
  }

  public String hlsMaster() {
    return hlsPrefix() + "master.m3u8";
  }

  /**
   * @param rendition such as {@code video} or {@code audio}: letters, digits and hyphens
   */
  public String hlsMedia(String rendition) {
    return hlsPrefix() + name(rendition) + ".m3u8";
  }

  public String hlsInit(String rendition) {
    return hlsPrefix() + name(rendition) + "/init.mp4";
  }

  /**
   * @param window number of the window, from 0
   */
  public String hlsSegment(String rendition, long window) {
    return hlsPrefix() + name(rendition) + "/" + padded(window, 8) + ".m4s";
  }

  /**
   * @param language BCP 47
   */
  public String hlsSubtitles(String language) {
    return hlsPrefix() + "subtitles/" + name(language) + ".m3u8";
  }

  public String hlsSubtitlesSegment(String language, long window) {
    return hlsPrefix() + "subtitles/" + name(language) + "/" + padded(window, 8) + ".vtt";
  }

  public String trackPrefix(TrackId trackId) {
    return prefix() + "tracks/" + trackId.value() + "/";
  }

  /**
   * @param firstMicros first sample of the file on the meeting clock, not negative
   */
  public String trackArchive(TrackId trackId, long firstMicros, Container container) {
    return trackPrefix(trackId) + padded(firstMicros, 14) + "." + container.extension();
  }

  /** One person's camera or screen with that person's sound, to download. */
  public String personFile(TrackId trackId, Container container) {
    return prefix() + "people/" + trackId.value() + "." + container.extension();
  }

  /**
   * @param language BCP 47
   */
  public String transcript(String language, TranscriptFormat format) {
    return prefix() + "transcript/" + name(language) + "." + format.extension();
  }

  /**
   * @param version from 1
   */
  public String minutes(int version) {
    return prefix() + "minutes/" + padded(version, 4) + ".json";
  }

  public String timeline() {
    return prefix() + "timeline.jsonl";
  }

  /**
   * @param name as the sharer named it
   * @throws IllegalArgumentException if the name would leave the folder
   */
  public String file(String name) {
    if (name.contains("/")) {
      throw new IllegalArgumentException("a file name holds no slash: '" + name + "'");
    }
    return resolve("files/" + name);
  }

  /** The whole meeting in one file, to download. */
  public String recordingMp4() {
    return prefix() + "recording.mp4";
  }

  /** The voices of all, mixed. */
  public String mixedAudio() {
    return prefix() + "audio.m4a";
  }

  public String poster() {
    return prefix() + "poster.jpg";
  }

  /**
   * A key below the meeting's prefix.
   *
   * @param path relative, with slashes; may come from a stranger
   * @throws IllegalArgumentException if the path is empty, absolute, or steps outside
   */
  public String resolve(String path) {
    boolean control = path.chars().anyMatch(c -> c < 0x20 || c == 0x7f || c == '\\');
    if (control || path.length() > 512) {
      throw new IllegalArgumentException("not a path below a meeting");
    }
    for (String step : path.split("/", -1)) {
      if (step.isEmpty() || step.equals(".") || step.equals("..")) {
        throw new IllegalArgumentException("not a path below a meeting: '" + path + "'");
      }
    }
    return prefix() + path;
  }

  /** Whose object it is; empty if the key is none of ours. */
  public static Optional<MeetingId> meetingOf(String key) {
    Matcher matcher = KEY.matcher(key);
    try {
      return matcher.matches() ? Optional.of(new MeetingId(matcher.group(1))) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String name(String part) {
    if (!NAME.matcher(part).matches()) {
      throw new IllegalArgumentException("not a name for an object key: '" + part + "'");
    }
    return part;
  }

  private static String padded(long number, int digits) {
    String text = Long.toString(number);
    if (number < 0 || text.length() > digits) {
      throw new IllegalArgumentException("not a number of " + digits + " digits: " + number);
    }
    return "0".repeat(digits - text.length()) + text;
  }
}
