package io.parley.sfu.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sfu.forward.BandwidthAllocation.Claim;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Three pictures of 150, 500 and 1,500 kb/s each, of which one matters most. */
class BandwidthAllocationTest {
  private static final long SOUND = 100_000;

  private final Packets.FakeClock clock = new Packets.FakeClock();
  private final SendPath screen = path();
  private final SendPath speaker = path();
  private final SendPath other = path();

  private SendPath path() {
    PublishedTrack track = Packets.simulcast();
    long[] rates = {150_000, 500_000, 1_500_000};
    for (int layer = 0; layer < rates.length; layer++) {
      LayerRate rate = track.streams().get(layer).rate;
      for (long now = 0; now <= 1_100_000; now += 10_000) {
        rate.packet(0, (int) (rates[layer] / 8 / 100), now);
      }
    }
    SendPath path =
        new SendPath(track, Packets.subscriber(), new Packets.KeepingSink(), clock, new Random(1));
    path.resume();
    return path;
  }

  /** As often as it takes to settle. */
  private long share(long bitsPerSecond) {
    List<Claim> claims =
        List.of(new Claim(other, 1, 2, 3), new Claim(screen, 3, 2, 3), new Claim(speaker, 2, 2, 3));
    BandwidthAllocation.share(claims, bitsPerSecond, SOUND);
    return BandwidthAllocation.share(claims, bitsPerSecond, SOUND);
  }

  @Test
  void thereIsEnoughForAll() {
    long wanted = share(10_000_000);
    assertThat(wanted).isBetween(4_500_000L, 4_800_000L);
    assertThat(List.of(screen.spatialLimit(), speaker.spatialLimit(), other.spatialLimit()))
        .containsExactly(2, 2, 2);
  }

  @Test
  void everyPictureIsSeenBeforeOneIsSharp() {
    share(1_000_000);
    assertThat(List.of(screen.spatialLimit(), speaker.spatialLimit(), other.spatialLimit()))
        .containsExactly(1, 0, 0);
    assertThat(other.isStarved()).isFalse();
  }

  @Test
  void whatMattersMostIsSharpFirst() {
    share(2_500_000);
    assertThat(List.of(screen.spatialLimit(), speaker.spatialLimit(), other.spatialLimit()))
        .containsExactly(2, 1, 0);
  }

  @Test
  void soundComesFirstAndThenWhatMattersMost() {
    share(320_000);
    assertThat(screen.isStarved()).isFalse();
    assertThat(speaker.isStarved()).isTrue();
    assertThat(other.isStarved()).isTrue();
    share(100_000);
    assertThat(screen.isStarved()).isTrue();
    share(10_000_000);
    assertThat(other.isStarved()).isFalse();
  }

  @Test
  void aStepUpNeedsRoomToSpareAndAStepThatIsTakenStays() {
    share(SOUND + 1_700_000);
    int high = screen.spatialLimit();
    List<Claim> alone = List.of(new Claim(screen, 1, 2, 3));
    BandwidthAllocation.share(alone, SOUND + 1_700_000, SOUND);
    assertThat(screen.spatialLimit()).isEqualTo(high).isEqualTo(1);
    BandwidthAllocation.share(alone, SOUND + 2_000_000, SOUND);
    assertThat(screen.spatialLimit()).isEqualTo(2);
    BandwidthAllocation.share(alone, SOUND + 1_700_000, SOUND);
    assertThat(screen.spatialLimit()).isEqualTo(2);
  }
}
