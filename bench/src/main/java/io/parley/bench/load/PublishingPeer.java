package io.parley.bench.load;

import io.parley.sfu.transport.LightPeer;
import io.parley.storage.codec.rtp.Nack;
import io.parley.storage.codec.rtp.RtcpCompound;
import io.parley.storage.codec.rtp.RtcpPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's sending half: a microphone, perhaps a camera in one or three layers. Answers what the
 * unit asks for: lost packets and key frames. It keeps to its bit rate whatever the unit's feedback
 * says, so that every unit gets the same traffic. On the loop's thread, but for names and counts.
 */
public final class PublishingPeer implements PeerSocket.Receiver, AutoCloseable {
  private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final String[] RIDS = {"q", "h", "f"};

  private final PeerSocket socket;
  private final String name;
  private final @Nullable OutgoingStream audio;
  private final @Nullable AudioSource audioSource;
  private final List<OutgoingStream> layers = new ArrayList<>();
  private final @Nullable VideoSource videoSource;
  private final RtcpCompound compound = new RtcpCompound();
  private int transportSequence;
  private long keyFramesAsked;
  private long repairs;

  /**
   * @param seed of all that is sent: the same one gives the same packets
   */
  public PublishingPeer(
      LoadLoop loop,
      LightPeer.Shared shared,
      Impairment impairment,
      String name,
      MediaShape shape,
      long seed) {
    this.socket = new PeerSocket(loop, shared, impairment, this);
    this.name = name;
    Random random = new Random(seed);
    AudioShape sound = shape.audio();
    audio = sound == null ? null : new OutgoingStream(this, false, 0, null, random);
    audioSource =
        audio == null || sound == null ? null : new AudioSource(audio, sound, random.nextLong());
    VideoShape picture = shape.video();
    if (picture == null) {
      videoSource = null;
      return;
    }
    int count = picture.layers();
    for (int layer = 0; layer < count; layer++) {
      layers.add(new OutgoingStream(this, true, layer, count == 1 ? null : RIDS[layer], random));
    }
    videoSource = new VideoSource(layers, picture, random.nextLong());
  }

  public PeerSocket socket() {
    return socket;
  }

  public String name() {
    return name;
  }

  public @Nullable OutgoingStream audio() {
    return audio;
  }

  /** The camera's layers, the smallest first; empty without camera. */
  public List<OutgoingStream> layers() {
    return layers;
  }

  /** Names of the layers as in SDP, if there are several. */
  public static String rid(int layer) {
    return RIDS[layer];
  }

  int nextTransportSequence() {
    return transportSequence++ & 0xffff;
  }

  /** Begins to send; every publisher at a moment of its own. */
  public void start() {
    LoadLoop loop = socket.loop();
    long now = System.nanoTime();
    if (audioSource != null) {
      audioSource.start(loop, now);
    }
    if (videoSource != null) {
      videoSource.start(loop, now);
    }
    loop.at(now + REPORT_NANOS / 2, this::report);
  }

  /** Stops to send, or goes on. */
  public void pause(boolean paused) {
    if (audioSource != null) {
      audioSource.pause(paused);
    }
    if (videoSource != null) {
      videoSource.pause(paused);
    }
  }

  private long report(long nowNanos) {
    if (socket.isClosed()) {
      return LoadLoop.Timed.OVER;
    }
    if (audio != null) {
      audio.report(name);
    }
    layers.forEach(layer -> layer.report(name));
    return nowNanos + REPORT_NANOS;
  }

  @Override
  public void srtp(byte[] buf, int len, long nowNanos, boolean late) {
    // The unit may probe; nothing is expected here.
  }

  @Override
  public void rtcp(byte[] buf, int len, long nowNanos) {
    compound.wrap(buf, 0, len);
    while (compound.next()) {
      if (compound.is(RtcpPacket.PAYLOAD_FEEDBACK, RtcpPacket.FMT_PLI)
          || compound.is(RtcpPacket.PAYLOAD_FEEDBACK, RtcpPacket.FMT_FIR)) {
        keyFramesAsked++;
        if (videoSource != null) {
          videoSource.requestKeyFrame();
        }
      } else if (compound.is(RtcpPacket.TRANSPORT_FEEDBACK, RtcpPacket.FMT_NACK)) {
        repair(Nack.parse(compound));
      }
    }
  }

  private void repair(Nack nack) {
    if (audio != null) {
      repair(audio, nack);
    }
    layers.forEach(layer -> repair(layer, nack));
  }

  private void repair(OutgoingStream stream, Nack nack) {
    if (stream.ssrc() == nack.mediaSsrc()) {
      for (int lost : nack.sequences()) {
        repairs++;
        stream.repair(lost);
      }
    }
  }

  /** How often the unit asked for a key frame. */
  public long keyFramesAsked() {
    return keyFramesAsked;
  }

  /** Packets that the unit asked for again. */
  public long repairs() {
    return repairs;
  }

  /** Media packets sent so far: the microphone's, and the camera's layer by layer. */
  long[] sent() {
    long[] sent = new long[1 + layers.size()];
    sent[0] = audio == null ? 0 : audio.packets();
    for (int i = 0; i < layers.size(); i++) {
      sent[1 + i] = layers.get(i).packets();
    }
    return sent;
  }

  @Override
  public void close() {
    pause(true);
    socket.close();
  }
}
