package io.parley.sfu.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sfu.room.FakeLoop;
import io.parley.sfu.track.PacketSink;
import io.parley.sfu.track.Vp8Descriptor;
import io.parley.storage.codec.rtp.RtpPacket;
import io.parley.storage.codec.rtp.RtpWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One subscriber behind a simulated network, from the camera's packets to the reports on them. */
class AdaptationTest {
  private static final long SEED = 20_240_601;
  private static final long SOUND_SSRC = 9_000;
  private static final long SCREEN_SSRC = 9_001;
  private static final int SOUND_BYTES = 120;
  private static final long SOUND_BPS = (SOUND_BYTES + 12 + 8 + 44) * 8 * 50L;

  private final FakeLoop loop = new FakeLoop();
  private final SimulatedNetwork network = new SimulatedNetwork(loop, SEED);
  private final SubscriberLink link = new SubscriberLink(network, loop);
  private final SubscriberFeedback feedback = new SubscriberFeedback(link);
  private final SimulatedCamera camera = new SimulatedCamera(loop, SEED);
  private final SendPath path =
      new SendPath(
          camera.track, Packets.numberedSubscriber(), link.pictures(), loop, new Random(SEED));
  private final List<Long> soundDelays = new ArrayList<>();
  private long pictureBytes;
  private long lastPictureMicros;
  private long screenMicros;
  private long longestGapMicros;
  private int soundSent;
  private int lastSequence;
  private boolean intact;
  private boolean soundIsReported = true;

  @BeforeEach
  void start() {
    camera.track.add(path);
    feedback.add(path);
    path.resume();
    network.start(feedback, this::arrived);
    loop.every(20_000, this::sound);
    loop.every(
        100_000,
        () -> {
          long known = feedback.availableBitsPerSecond();
          long wanted =
              BandwidthAllocation.share(
                  List.of(new BandwidthAllocation.Claim(path, 0, 2, 3)),
                  known == 0 ? Long.MAX_VALUE / 2 : known,
                  SOUND_BPS);
          link.estimator().want(wanted);
          camera.demand(path.layersTaken(SimulatedCamera.RATES.length));
          link.run();
        });
  }

  private void sound() {
    send(link.sound(), SOUND_SSRC, soundSent++);
  }

  private void send(PacketSink sink, long ssrc, int number) {
    byte[] packet = new byte[12 + 8 + SOUND_BYTES + 64];
    RtpWriter out = new RtpWriter(packet).begin(0, false, 111, number, number * 960L, ssrc);
    if (soundIsReported) {
      out.extension(SimulatedNetwork.TRANSPORT_ID, 2);
    }
    sink.rtp(packet, 0, out.payload(new byte[SOUND_BYTES], 0, SOUND_BYTES).end());
  }

  private void arrived(SimulatedNetwork.Arrival arrival) {
    RtpPacket packet = arrival.packet();
    if (packet.ssrc() == SOUND_SSRC) {
      soundDelays.add(arrival.arrivalMicros() - arrival.sentMicros());
    } else if (packet.ssrc() == SCREEN_SSRC) {
      screenMicros = arrival.sentMicros();
    } else if (packet.ssrc() == path.ssrc()) {
      pictureBytes += packet.length();
      if (isDecodable(packet) && packet.marker()) {
        if (lastPictureMicros != 0) {
          longestGapMicros =
              Math.max(longestGapMicros, arrival.arrivalMicros() - lastPictureMicros);
        }
        lastPictureMicros = arrival.arrivalMicros();
      }
    }
  }

  /** Nothing is sent again here: what was lost is missed until the next key frame. */
  private boolean isDecodable(RtpPacket packet) {
    byte[] bytes = packet.buffer();
    int at = packet.payloadOffset();
    Vp8Descriptor descriptor = Vp8Descriptor.parse(bytes, at, at + packet.payloadLength());
    boolean next = packet.sequenceNumber() == (lastSequence + 1 & 0xffff);
    lastSequence = packet.sequenceNumber();
    intact = (intact && next) || (descriptor != null && descriptor.startsKeyFrame(bytes, at));
    return intact;
  }

  /** Until the layer is what is expected; fails after so many seconds. */
  private long secondsUntilLayer(int expected, int most) {
    for (int tenth = 0; tenth < 10 * most; tenth++) {
      if (path.layer() == expected) {
        return tenth / 10;
      }
      loop.passMicros(100_000);
    }
    throw new AssertionError(
        "layer %d after %d s, estimate %d b/s"
            .formatted(path.layer(), most, link.estimator().bitsPerSecond()));
  }

  @Test
  void aGoodNetworkGetsTheBestLayerSoon() {
    secondsUntilLayer(2, 3);
    loop.pass(20);
    assertThat(path.layer()).isEqualTo(2);
    assertThat(network.dropped).isZero();
    assertThat(link.estimator().bitsPerSecond()).isGreaterThan(2_000_000);
  }

  @Test
  void aDropTo600KilobitsStepsDownWithinThreeSecondsAndComesBackWithinTen() {
    secondsUntilLayer(2, 3);
    loop.pass(10);
    longestGapMicros = 0;
    int soundAtDrop = soundDelays.size();
    network.capacityBps = 600_000;
    loop.pass(3);
    assertThat(path.layer()).isLessThan(2);
    int soundBefore = soundDelays.size();
    long latest =
        soundDelays.subList(soundAtDrop, soundBefore).stream()
            .mapToLong(one -> one)
            .max()
            .orElse(0);
    System.out.printf("sound comes %d ms late at most%n", latest / 1_000);
    assertThat(latest).as("what sound waits behind pictures").isLessThan(450_000);
    long bytesBefore = pictureBytes;
    loop.pass(20);
    assertThat(path.layer()).isLessThan(2);
    long used = (pictureBytes - bytesBefore) * 8 / 20;
    assertThat(used).isBetween(100_000L, 600_000L);
    System.out.printf("longest wait for a picture: %d ms%n", longestGapMicros / 1_000);
    assertThat(longestGapMicros).as("the picture never freezes").isLessThan(500_000);
    List<Long> delays = soundDelays.subList(soundBefore, soundDelays.size());
    assertThat(delays).as("no sound is lost").hasSizeGreaterThanOrEqualTo(20 * 50 - 5);
    assertThat(delays.stream().sorted().toList().get(delays.size() * 99 / 100))
        .as("99 %% of sound comes within")
        .isLessThan(150_000);
    network.capacityBps = 5_000_000;
    secondsUntilLayer(2, 10);
  }

  /** The layer there is room for is taken within 3 s, kept for a minute, and left within 10 s. */
  @ParameterizedTest(name = "{0} kb/s, {1} % lost, {2} ms there and back")
  @CsvSource({
    "600, 0, 40, 1", "600, 2, 40, 1", "600, 0, 150, 1", "600, 2, 150, 1",
    "300, 0, 40, 0", "300, 2, 150, 0", "1000, 0, 40, 1", "1000, 2, 150, 1"
  })
  void aNarrowLinkGetsOneLayerAndKeepsIt(int kilobits, int lost, int roundTrip, int best) {
    network.propagationMicros = roundTrip * 500L;
    network.loss = lost / 100.0;
    secondsUntilLayer(2, 3);
    loop.pass(10);
    int soundSentBefore = soundSent;
    int soundBefore = soundDelays.size();
    network.capacityBps = kilobits * 1_000L;
    loop.pass(3);
    assertThat(path.layer()).as("it steps down").isLessThan(2);
    int soundSettled = soundDelays.size();
    int switches = 0;
    int last = path.layer();
    int atBest = 0;
    for (int tenth = 0; tenth < 600; tenth++) {
      loop.passMicros(100_000);
      int layer = path.layer();
      switches += layer != last ? 1 : 0;
      last = layer;
      atBest += layer == best ? 1 : 0;
    }
    double soundLost =
        1 - (soundDelays.size() - soundBefore) / (double) (soundSent - soundSentBefore);
    List<Long> delays =
        soundDelays.subList(soundSettled, soundDelays.size()).stream().sorted().toList();
    network.capacityBps = 5_000_000;
    long back = secondsUntilLayer(2, 10);
    System.out.printf(
        "%d kb/s, %d %% lost, %d ms: %d switches, %.1f s of 60 at layer %d, %.2f %% of sound lost,"
            + " 99 %% of it within %d ms, back after %d s%n",
        kilobits,
        lost,
        roundTrip,
        switches,
        atBest / 10.0,
        best,
        100 * soundLost,
        delays.get(delays.size() * 99 / 100) / 1_000,
        back);
    assertThat(switches).as("switches in a minute").isLessThanOrEqualTo(4);
    assertThat(atBest).as("tenths of seconds at the layer that fits").isGreaterThan(450);
    assertThat(soundLost).as("sound lost").isLessThan(network.loss + 0.01);
    assertThat(delays.get(delays.size() * 99 / 100)).isLessThan(roundTrip * 500L + 175_000);
  }

  @Test
  void soundIsNeverStarved() {
    secondsUntilLayer(2, 3);
    network.capacityBps = 120_000;
    loop.pass(5);
    int soundBefore = soundDelays.size();
    loop.pass(20);
    List<Long> delays = soundDelays.subList(soundBefore, soundDelays.size());
    assertThat(delays).hasSizeGreaterThanOrEqualTo(20 * 50 - 20);
    network.capacityBps = 5_000_000;
    secondsUntilLayer(2, 10);
  }

  @Test
  void aPictureThatHadToStopComesBackThoughNothingIsReportedMeanwhile() {
    soundIsReported = false;
    secondsUntilLayer(2, 3);
    network.capacityBps = 100_000;
    loop.pass(10);
    assertThat(path.isStarved()).isTrue();
    network.capacityBps = 5_000_000;
    secondsUntilLayer(2, 10);
  }

  @Test
  void fivePercentOfRandomLossIsRepairedNotFled() {
    secondsUntilLayer(2, 3);
    network.loss = 0.05;
    loop.pass(30);
    assertThat(path.layer()).isEqualTo(2);
  }

  @Test
  void aThirdLostMeansLess() {
    secondsUntilLayer(2, 3);
    network.loss = 0.33;
    loop.pass(10);
    assertThat(path.layer()).isLessThan(2);
  }

  @Test
  void theLimitOfTheMeetingHolds() {
    link.estimator().limit(50_000, 800_000);
    loop.pass(10);
    assertThat(path.layer()).isLessThan(2);
    assertThat(link.estimator().bitsPerSecond()).isLessThanOrEqualTo(800_000);
  }

  @Test
  void picturesDoNotWaitUntilSoundHasPaidForWhatItTook() {
    path.pause();
    link.estimator().limit(10_000, 20_000);
    loop.pass(30);
    for (int packet = 0; packet < 10; packet++) {
      long now = loop.clock().monotonicMicros();
      screenMicros = 0;
      send(link.pictures(), SCREEN_SSRC, packet);
      loop.passMicros(300_000);
      assertThat(screenMicros - now).as("microseconds until it is sent").isBetween(0L, 260_000L);
    }
  }
}
