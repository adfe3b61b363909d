package io.parley.jobs.media.track;

import io.parley.jobs.media.bytes.ByteReader;
import io.parley.jobs.media.bytes.ByteWriter;
import io.parley.storage.contract.MediaCodec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the payloads of one frame, from the first packet with its timestamp to the marker; stands
 * behind the reordering, so every packet is the next one. A frame with a hole is dropped and the
 * next one says so.
 */
final class FrameCollector {
  /** A frame of more packets than this is dropped: 10 MB, beyond any real one. */
  static final int MAX_PACKETS = 8_192;

  private final MediaCodec codec;
  private final List<byte[]> payloads = new ArrayList<>();
  private long timestamp;
  private boolean damaged;
  private boolean gap;
  private byte[] parameterSets;

  FrameCollector(MediaCodec codec, String fmtp) {
    this.codec = codec;
    this.parameterSets = codec == MediaCodec.H264 ? spropParameterSets(fmtp) : new byte[0];
  }

  /**
   * A frame that is whole.
   *
   * @param afterGap frames or parts of frames were lost before it
   */
  record Collected(Depacketized frame, long timestamp, boolean afterGap) {}

  /** Takes in the next payload; gives the frames it completes, none, one or two. */
  List<Collected> push(
      long timestamp, boolean marker, byte[] payload, long lostBefore, TrackCounters counters) {
    List<Collected> done = new ArrayList<>(1);
    if (lostBefore > 0) {
      gap = true;
      damaged |= !payloads.isEmpty();
    }
    if (!payloads.isEmpty() && timestamp != this.timestamp) {
      addIfWhole(counters, done);
    }
    this.timestamp = timestamp;
    payloads.add(payload);
    damaged |= payloads.size() > MAX_PACKETS;
    if (marker || codec.isAudio()) {
      addIfWhole(counters, done);
    } else if (damaged) {
      payloads.subList(1, payloads.size()).clear();
    }
    return done;
  }

  /** The clock stopped here: what is open is lost, and sound has a hole. */
  void cut() {
    gap |= codec.isAudio() || !payloads.isEmpty();
    payloads.clear();
    damaged = false;
  }

  /** Another source goes on from here: what it sends builds on nothing that came before. */
  void newSource() {
    cut();
    gap = true;
  }

  private void addIfWhole(TrackCounters counters, List<Collected> done) {
    Depacketized frame = damaged ? null : depacketized();
    if (frame == null) {
      counters.incompleteFrames++;
      gap = true;
    } else {
      done.add(new Collected(frame, timestamp, gap));
      gap = false;
    }
    payloads.clear();
    damaged = false;
  }

  private @Nullable Depacketized depacketized() {
    try {
      return switch (codec) {
        case OPUS -> opus();
        case VP8 -> Vp8Payload.depacketize(payloads);
        case VP9 -> Vp9Payload.depacketize(payloads);
        case AV1 -> Av1Payload.depacketize(payloads);
        case H264 -> h264();
      };
    } catch (Depacketized.IncompleteException | ByteReader.CutShortException e) {
      return null;
    }
  }

  private Depacketized opus() {
    byte[] packet = payloads.get(0);
    if (OpusPacket.samples(packet) == 0) {
      throw new Depacketized.IncompleteException("not an Opus packet");
    }
    return new Depacketized(packet, true);
  }

  private Depacketized h264() {
    List<byte[]> units = H264Payload.nalUnits(payloads);
    byte[] own = H264Payload.parameterSets(units);
    if (own.length > 0) {
      parameterSets = own;
    }
    return H264Payload.annexB(units, parameterSets);
  }

  /**
   * {@code sprop-parameter-sets} of RFC 6184 §8.1; whoever sends none, or rubbish, sends in-band.
   */
  private static byte[] spropParameterSets(String fmtp) {
    ByteWriter out = new ByteWriter();
    for (String parameter : fmtp.split(";")) {
      String[] pair = parameter.strip().split("=", 2);
      if (pair.length == 2 && pair[0].equals("sprop-parameter-sets")) {
        for (String unit : pair[1].split(",")) {
          try {
            out.u32(1).raw(Base64.getDecoder().decode(unit.strip()));
          } catch (IllegalArgumentException e) {
            return new byte[0];
          }
        }
      }
    }
    return out.toByteArray();
  }

  void write(ByteWriter out) {
    out.i64(timestamp).flag(damaged).flag(gap).block(parameterSets).u32(payloads.size());
    payloads.forEach(out::block);
  }

  static FrameCollector read(ByteReader in, MediaCodec codec) {
    FrameCollector collector = new FrameCollector(codec, "");
    collector.timestamp = in.i64();
    collector.damaged = in.flag();
    collector.gap = in.flag();
    collector.parameterSets = in.block();
    for (int left = in.size(); left > 0; left--) {
      collector.payloads.add(in.block());
    }
    return collector;
  }
}
