package io.parley.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.storage.blob.BlobException;
import io.parley.storage.blob.BlobStore;
import io.parley.storage.catalogue.Recording;
import java.io.IOException;
import java.util.Optional;

/**
 * The tracks of a recording as its manifest lists them, and the file that each camera or screen
 * became. Only what is listed there is given away.
 */
final class PersonFiles {
  private final BlobStore blobs;

  PersonFiles(BlobStore blobs) {
    this.blobs = blobs;
  }

  /**
   * A camera or a screen, to download.
   *
   * @param person display name; empty if nobody knows it
   * @param source {@code camera} or {@code screen}
   */
  record PersonFile(String key, String person, String source) {
    /** {@code mp4} or {@code webm}. */
    String extension() {
      return container(key);
    }
  }

  /** With the address of each file; none before there is a manifest. */
  ArrayNode tracks(Recording recording) throws IOException {
    ArrayNode tracks = Json.MAPPER.createArrayNode();
    for (JsonNode track : manifest(recording).path("tracks")) {
      ObjectNode shown = track.deepCopy();
      if (shown.path("download") instanceof ObjectNode download) {
        String id = shown.path("trackId").asText();
        download.put("url", MeetingViews.exportUrl(recording.meetingId(), "people/" + id));
        download.put("container", container(download.path("key").asText()));
      }
      tracks.add(shown);
    }
    return tracks;
  }

  /** Empty if the track is unknown, or no file was made of it (yet). */
  Optional<PersonFile> find(Recording recording, String trackId) throws IOException {
    JsonNode manifest = manifest(recording);
    for (JsonNode track : manifest.path("tracks")) {
      String key = track.path("download").path("key").asText();
      if (track.path("trackId").asText().equals(trackId) && !key.isEmpty()) {
        String person = nameOf(manifest, track.path("participantId").asText());
        return Optional.of(new PersonFile(key, person, track.path("source").asText()));
      }
    }
    return Optional.empty();
  }

  private static String container(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }

  private static String nameOf(JsonNode manifest, String participantId) {
    for (JsonNode person : manifest.path("people")) {
      if (person.path("participantId").asText().equals(participantId)) {
        return person.path("name").asText();
      }
    }
    return "";
  }

  private JsonNode manifest(Recording recording) throws IOException {
    String key = recording.manifestKey();
    if (key == null) {
      return Json.MAPPER.createObjectNode();
    }
    try {
      return Json.MAPPER.readTree(blobs.get(key));
    } catch (BlobException e) {
      if (e.fault() == BlobException.Fault.NOT_FOUND) {
        return Json.MAPPER.createObjectNode();
      }
      throw e;
    }
  }
}
