package io.parley.jobs.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.jobs.media.window.WindowReport.TrackGap;
import io.parley.storage.codec.ObjectKeys;
import io.parley.storage.contract.MediaCodec;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.MeetingId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The object {@code manifest.json}: what a recording consists of, with sizes, hashes, times on the
 * meeting clock, and what is missing in it.
 *
 * <pre>
 * {"v":1, "meetingId":…, "subject":…, "startedAtEpochMicros":…, "durationMicros":…,
 *  "people":[{participantId, name}],
 *  "hls":{"master":key, "media":key, "codecs":…, "init":{object},
 *         "segments":[{window, object, startMicros, durationMicros, gaps:[…]}]},
 *  "tracks":[{trackId, participantId, source, codec, fmtp, files:[{object, firstMicros, durationMicros}],
 *             "download":{object, startMicros, durationMicros, leftOutFrames}}],
 *  "timeline":{object}, "downloads":{"mp4":{object}, "audio":{object}, "poster":{object}}}
 * {object} = key, bytes, sha256
 * </pre>
 */
public final class Manifest {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final ObjectNode root;

  private Manifest(ObjectNode root) {
    this.root = root;
  }

  /**
   * @param archives in any order
   */
  static Manifest of(MeetingOver over, List<Stored> segments, List<Stored> archives)
      throws IOException {
    ObjectKeys keys = new ObjectKeys(new MeetingId(over.meetingId()));
    JsonNode roster = JSON.readTree(over.people());
    ObjectNode root = JSON.createObjectNode().put("v", 1).put("meetingId", over.meetingId());
    root.set("subject", roster.path("subject"));
    root.put("startedAtEpochMicros", over.startEpochMicros());
    root.put("durationMicros", over.durationMicros());
    root.set("people", roster.path("people"));
    hls(root.putObject("hls"), keys, segments);
    ArrayNode tracks = root.putArray("tracks");
    for (JsonNode known : roster.path("tracks")) {
      ObjectNode track = ((ObjectNode) known).deepCopy();
      ArrayNode files = track.putArray("files");
      archives.stream()
          .filter(a -> a.trackId().equals(track.path("trackId").asText()) && a.bytes() > 0)
          .sorted(Comparator.comparing(Stored::objectKey))
          .forEach(
              a ->
                  object(files.addObject(), a.objectKey(), a.bytes(), a.sha256())
                      .put("firstMicros", a.startMicros())
                      .put("durationMicros", a.durationMicros()));
      tracks.add(track);
    }
    object(
        root.putObject("timeline"),
        keys.timeline(),
        over.timeline().length,
        Sha256.of(over.timeline()));
    return new Manifest(root);
  }

  /**
   * @throws IOException if it is not a manifest
   */
  public static Manifest read(byte[] json) throws IOException {
    if (JSON.readTree(json) instanceof ObjectNode root && root.path("v").asInt() == 1) {
      return new Manifest(root);
    }
    throw new IOException("not a manifest of a known version");
  }

  /** RFC 6381 codecs of the composed recording. */
  public String codecs() {
    return root.path("hls").path("codecs").asText();
  }

  public long durationMicros() {
    return root.path("durationMicros").asLong();
  }

  /** An archive file. */
  record File(String key, long firstMicros, long durationMicros) {}

  /**
   * A track and what is archived of it.
   *
   * @param files in order; none if it was never recorded
   */
  record Track(
      String trackId,
      String participantId,
      MediaSource source,
      MediaCodec codec,
      List<File> files) {}

  List<Track> tracks() {
    List<Track> tracks = new ArrayList<>();
    for (JsonNode track : root.path("tracks")) {
      List<File> files = new ArrayList<>();
      for (JsonNode file : track.path("files")) {
        files.add(
            new File(
                file.path("key").asText(),
                file.path("firstMicros").asLong(),
                file.path("durationMicros").asLong()));
      }
      tracks.add(
          new Track(
              track.path("trackId").asText(),
              track.path("participantId").asText(),
              MediaSource.ofWireName(track.path("source").asText()),
              MediaCodec.ofMimeType(track.path("codec").asText()),
              files));
    }
    return tracks;
  }

  /** Adds, to its track, the file of one person. */
  void addPersonFile(PersonFile file) {
    for (JsonNode track : root.path("tracks")) {
      if (track.path("trackId").asText().equals(file.trackId())) {
        object(
                ((ObjectNode) track).putObject("download"),
                file.objectKey(),
                file.bytes(),
                file.sha256())
            .put("startMicros", file.startMicros())
            .put("durationMicros", file.durationMicros())
            .put("leftOutFrames", file.leftOut());
      }
    }
  }

  /** Adds a file to download. */
  void addDownload(String name, String key, long bytes, String sha256) {
    object(root.withObject("/downloads").putObject(name), key, bytes, sha256);
  }

  byte[] toBytes() throws IOException {
    return JSON.writeValueAsBytes(root);
  }

  private static void hls(ObjectNode hls, ObjectKeys keys, List<Stored> segments)
      throws IOException {
    SegmentDetail first = JSON.readValue(segments.get(0).detail(), SegmentDetail.class);
    hls.put("master", keys.hlsMaster()).put("media", keys.hlsMedia(WindowStage.RENDITION));
    hls.put("codecs", first.codecs());
    object(
        hls.putObject("init"),
        keys.hlsInit(WindowStage.RENDITION),
        first.initBytes(),
        first.initSha256());
    ArrayNode list = hls.putArray("segments");
    for (Stored segment : segments) {
      SegmentDetail detail = JSON.readValue(segment.detail(), SegmentDetail.class);
      ObjectNode entry = list.addObject().put("window", segment.number());
      object(entry, segment.objectKey(), segment.bytes(), segment.sha256())
          .put("startMicros", segment.startMicros())
          .put("durationMicros", segment.durationMicros());
      ArrayNode gaps = entry.putArray("gaps");
      for (TrackGap gap : detail.report().tracks()) {
        if (gap.undecodable() > 0 || gap.discontinuities() > 0 || gap.missingMicros() > 0) {
          gaps.addObject()
              .put("trackId", gap.trackId().value())
              .put("undecodableFrames", gap.undecodable())
              .put("discontinuities", gap.discontinuities())
              .put("missingMicros", gap.missingMicros());
        }
      }
    }
  }

  private static ObjectNode object(ObjectNode node, String key, long bytes, String sha256) {
    return node.put("key", key).put("bytes", bytes).put("sha256", sha256);
  }
}
