package io.parley.jobs.media.mux;

import io.parley.jobs.media.bytes.ByteWriter;
import io.parley.jobs.media.window.WindowGrid;
import io.parley.storage.contract.MediaCodec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * VP8, VP9 or AV1 and Opus, both as received:
 *
 * <pre>
 * EBML | Segment: Info, Tracks, Cues, Cluster (≤ 5 s, from a key frame where there is one)…
 * </pre>
 *
 * <p>One thread.
 */
final class WebmCopy {
  private static final int PICTURE = 1;
  private static final int SOUND = 2;

  private final MediaCodec codec;
  private final WholePictures pictures;
  private final ArchivedFrame first;
  private final @Nullable ContinuousOpus sound;
  private final long zeroMillis;
  private long endMillis;

  /** Time and place of each cluster that begins with a key frame. */
  private final List<long[]> cues = new ArrayList<>();

  private ByteWriter cluster = new ByteWriter(1 << 16);
  private long clusterMillis = Long.MIN_VALUE;

  WebmCopy(TrackCopy.Input input, WholePictures pictures, ArchivedFrame first) {
    this.codec = input.codec();
    this.pictures = pictures;
    this.first = first;
    this.sound =
        input.sound() == null
            ? null
            : new ContinuousOpus(input.sound(), WindowGrid.sampleAt(first.micros()));
    this.zeroMillis = first.micros() / 1_000;
    this.endMillis = input.endMicros() / 1_000;
  }

  TrackCopy.Written write(Path scratch, OutputStream out) throws IOException {
    try (CopyBody body = new CopyBody(scratch)) {
      ArchivedFrame picture = pictures.peek();
      ContinuousOpus.Packet packet = packet();
      while (picture != null || packet != null) {
        boolean picturesTurn =
            packet == null || (picture != null && picture.micros() / 1_000 <= millis(packet));
        if (picturesTurn && picture != null) {
          block(PICTURE, picture.micros() / 1_000, picture.keyFrame(), picture.data(), body);
          pictures.advance();
          picture = pictures.peek();
        } else if (packet != null && sound != null) {
          block(SOUND, millis(packet), true, packet.data(), body);
          sound.advance();
          packet = packet();
        }
      }
      flush(body);
      body.behind(header(body.size()), out);
    }
    return new TrackCopy.Written(
        zeroMillis * 1_000, (endMillis - zeroMillis) * 1_000, pictures.leftOut());
  }

  /** The next packet that begins before the end. */
  private ContinuousOpus.@Nullable Packet packet() throws IOException {
    ContinuousOpus.Packet packet = sound == null ? null : sound.peek();
    boolean after = packet != null && pictures.peek() == null && millis(packet) >= endMillis;
    return after ? null : packet;
  }

  private static long millis(ContinuousOpus.Packet packet) {
    return packet.startSample() / 48;
  }

  private void block(int track, long millis, boolean key, byte[] data, CopyBody body)
      throws IOException {
    boolean newPictureGroup = key && track == PICTURE;
    if (newPictureGroup || millis - clusterMillis >= Matroska.CLUSTER_MILLIS) {
      flush(body);
      clusterMillis = millis;
      if (newPictureGroup) {
        cues.add(new long[] {millis - zeroMillis, body.size()});
      }
      Ebml.unsigned(cluster, Matroska.CLUSTER_TIME, millis - zeroMillis);
    }
    Matroska.block(cluster, track, millis - clusterMillis, key, data);
    endMillis = Math.max(endMillis, millis);
  }

  private void flush(CopyBody body) throws IOException {
    if (cluster.size() > 0) {
      ByteWriter whole = new ByteWriter(cluster.size() + 16);
      Ebml.binary(whole, Matroska.CLUSTER, cluster.toByteArray());
      body.write(whole.toByteArray());
      cluster = new ByteWriter(1 << 16);
    }
  }

  private byte[] header(long bodyBytes) {
    // The cues depend on the length of what is before them, which does not depend on them.
    byte[] before = describe(describe(0).length);
    ByteWriter out = new ByteWriter(before.length + 64);
    Matroska.head(out, "webm");
    Ebml.id(out, Matroska.SEGMENT);
    Ebml.length(out, before.length + bodyBytes);
    return out.raw(before).toByteArray();
  }

  /** Info, tracks and cues, given where in the segment the clusters begin. */
  private byte[] describe(long clustersAt) {
    ByteWriter out = new ByteWriter(1 << 12);
    Matroska.info(out, (double) (endMillis - zeroMillis));
    Ebml.master(
        out,
        Matroska.TRACKS,
        tracks -> {
          Matroska.pictureTrack(tracks, PICTURE, codec, first.data());
          if (sound != null) {
            Matroska.opusTrack(tracks, SOUND);
          }
        });
    Ebml.master(
        out,
        Matroska.CUES,
        all -> cues.forEach(cue -> Matroska.cue(all, cue[0], clustersAt + cue[1])));
    return out.toByteArray();
  }
}
