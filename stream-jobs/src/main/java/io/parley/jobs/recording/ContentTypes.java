package io.parley.jobs.recording;

/** Media types of the objects of a recording. */
final class ContentTypes {
  static final String SEGMENT = "video/iso.segment";
  static final String MP4 = "video/mp4";
  static final String M4A = "audio/mp4";
  static final String PLAYLIST = "application/vnd.apple.mpegurl";
  static final String WEBM = "video/webm";
  static final String MATROSKA = "video/x-matroska";
  static final String JSON = "application/json";
  static final String JSON_LINES = "application/jsonl";
  static final String JPEG = "image/jpeg";
  static final String WEBVTT = "text/vtt";

  private ContentTypes() {}
}
