package io.parley.jobs.media.track;

import io.parley.jobs.media.bytes.ByteReader;
import io.parley.jobs.media.bytes.ByteWriter;
import io.parley.storage.contract.MediaCodec;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.TrackId;

/**
 * One frame as the publisher encoded it, put on the meeting clock.
 *
 * <p>What {@code data} holds: Opus: one packet (RFC 6716 §3). VP8 and VP9: one frame (of a VP9
 * superframe all layers that arrived). H.264: one access unit in Annex B form; a key frame carries
 * its SPS and PPS. AV1: one temporal unit in low-overhead form (each OBU with its size), without
 * temporal delimiter; a key frame carries its sequence header.
 *
 * @param keyFrame decoding can begin here; true for every Opus frame
 * @param micros when it was captured, on the meeting clock
 * @param durationMicros of the sound in an Opus packet; of a picture the distance from the one
 *     before, a hint only, 0 if unknown
 * @param data not copied
 * @param discontinuity of a picture: frames before it were lost, so it may not decode as meant; of
 *     sound: something is missing before it, or the publisher's clock jumped
 */
public record EncodedFrame(
    TrackId trackId,
    ParticipantId participantId,
    MediaSource source,
    MediaCodec codec,
    boolean keyFrame,
    long micros,
    long durationMicros,
    byte[] data,
    boolean discontinuity) {
  private static final int VERSION = 1;

  /** Version 1: version, ids, source, codec, flags, times, data. */
  public byte[] toBytes() {
    ByteWriter out = new ByteWriter(data.length + 128);
    write(out);
    return out.toByteArray();
  }

  public void write(ByteWriter out) {
    out.u8(VERSION).text(trackId.value()).text(participantId.value());
    out.name(source).name(codec);
    out.u8((keyFrame ? 1 : 0) | (discontinuity ? 2 : 0));
    out.i64(micros).i64(durationMicros).block(data);
  }

  /**
   * @throws IllegalArgumentException if the bytes are cut short or of a newer version
   */
  public static EncodedFrame fromBytes(byte[] bytes) {
    return read(new ByteReader(bytes));
  }

  public static EncodedFrame read(ByteReader in) {
    int version = in.u8();
    if (version != VERSION) {
      throw new IllegalArgumentException("encoded frame of unknown version " + version);
    }
    TrackId trackId = new TrackId(in.text());
    ParticipantId participantId = new ParticipantId(in.text());
    MediaSource source = in.name(MediaSource.class);
    MediaCodec codec = in.name(MediaCodec.class);
    int flags = in.u8();
    return new EncodedFrame(
        trackId,
        participantId,
        source,
        codec,
        (flags & 1) != 0,
        in.i64(),
        in.i64(),
        in.block(),
        (flags & 2) != 0);
  }

  /** Where it ends, by {@link #durationMicros}. */
  public long endMicros() {
    return micros + durationMicros;
  }

  /** This frame, ending at a moment at the latest. */
  public EncodedFrame endingBy(long latestMicros) {
    return endMicros() <= latestMicros
        ? this
        : new EncodedFrame(
            trackId,
            participantId,
            source,
            codec,
            keyFrame,
            micros,
            latestMicros - micros,
            data,
            discontinuity);
  }
}
