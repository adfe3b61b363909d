package io.parley.sfu.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sfu.track.DependencyStructure.Indication;
import io.parley.sfu.track.DependencyStructure.Size;
import io.parley.sfu.track.DependencyStructure.Target;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DependencyDescriptorTest {
  /** Two temporal layers in one chain: a key frame, what follows of layer 0, and layer 1. */
  private static final String STRUCTURE =
      "000101 00001" // templates from id 5, two targets
          + "00 01 11" // layers: the same once more, the next in time, no more
          + "1010 1010 0001" // switch, switch; switch, switch; not present, discardable
          + "0 1 0001 0 1 0000 0" // builds on: nothing, the second before, the one before
          + "10" // one chain, which protects both targets
          + "0000 0010 0001"
          + "1 0000000100111111 0000000010110011"; // 320 x 180

  private static final String KEY = "1 0 000101 0000000000000111 10000" + STRUCTURE;

  private static byte[] bytes(String bits) {
    String all = bits.replace(" ", "");
    byte[] bytes = new byte[(all.length() + 7) / 8];
    for (int i = 0; i < all.length(); i++) {
      bytes[i / 8] |= (byte) ((all.charAt(i) - '0') << (7 - i % 8));
    }
    return bytes;
  }

  private static @Nullable DependencyDescriptor parse(
      byte[] bytes, @Nullable DependencyStructure known) {
    return DependencyDescriptor.parse(bytes, 0, bytes.length, known);
  }

  private static DependencyDescriptor read(String bits, @Nullable DependencyStructure known) {
    return Objects.requireNonNull(parse(bytes(bits), known));
  }

  private static DependencyStructure structure() {
    return read(KEY, null).structure();
  }

  @Test
  void theStructureComesWithAKeyFrame() {
    DependencyDescriptor key = read(KEY, null);
    assertThat(key.startsFrame()).isTrue();
    assertThat(key.endsFrame()).isFalse();
    assertThat(key.frameNumber()).isEqualTo(7);
    assertThat(key.ofKeyPicture()).isTrue();
    assertThat(key.frameDiffs()).isEmpty();
    assertThat(key.activeTargets()).as("all").isEqualTo(0b11);
    assertThat(key.switchingUp()).isTrue();
    DependencyStructure structure = key.structure();
    assertThat(structure.targets()).containsExactly(new Target(0, 0), new Target(0, 1));
    assertThat(structure.templates()).hasSize(3);
    assertThat(structure.chains()).isEqualTo(1);
    assertThat(structure.sizes()).containsExactly(new Size(320, 180));
    assertThat(structure.targetsWithin(0, 0)).isEqualTo(0b01);
    assertThat(structure.targetsWithin(7, 7)).isEqualTo(0b11);
  }

  /** Of Chromium's L2T3_KEY. */
  @Test
  void aRealBrowsersStructureIsRead() {
    byte[] key =
        HexFormat.of()
            .parseHex(
                "c00001800514853aaaa8018004004002a02a0060010015d34514174d144c"
                    + "700874321651118543276809f8059813f80b38");
    DependencyDescriptor first = Objects.requireNonNull(parse(key, null));
    DependencyStructure structure = first.structure();
    assertThat(structure.targets())
        .containsExactly(
            new Target(0, 0),
            new Target(0, 1),
            new Target(0, 2),
            new Target(1, 0),
            new Target(1, 1),
            new Target(1, 2));
    assertThat(structure.templates()).hasSize(10);
    assertThat(structure.chains()).isEqualTo(2);
    assertThat(structure.sizes()).containsExactly(new Size(320, 180), new Size(640, 360));
    DependencyDescriptor upper =
        Objects.requireNonNull(parse(HexFormat.of().parseHex("c50002"), structure));
    assertThat(upper.spatialLayer()).isEqualTo(1);
    assertThat(upper.ofKeyPicture()).isFalse();
    assertThat(upper.frameDiffs()).as("on the lower layer").containsExactly(1);
    DependencyDescriptor leastMissed =
        Objects.requireNonNull(parse(HexFormat.of().parseHex("c30003"), structure));
    assertThat(leastMissed.temporalLayer()).isEqualTo(2);
    assertThat(leastMissed.indications().get(2)).isEqualTo(Indication.DISCARDABLE);
    assertThat(first.framesEnd())
        .as("nothing is left but padding")
        .isGreaterThan(8 * key.length - 8);
  }

  @Test
  void threeBytesNameATemplate() {
    DependencyDescriptor frame = read("0 1 000111 1111111111111111", structure());
    assertThat(frame.startsFrame()).isFalse();
    assertThat(frame.endsFrame()).isTrue();
    assertThat(frame.frameNumber()).isEqualTo(0xffff);
    assertThat(frame.temporalLayer()).isEqualTo(1);
    assertThat(frame.indications()).containsExactly(Indication.NOT_PRESENT, Indication.DISCARDABLE);
    assertThat(frame.frameDiffs()).containsExactly(1);
    assertThat(frame.chainDiffs()).containsExactly(1);
    assertThat(frame.activeTargets()).as("nothing is said").isZero();
    assertThat(frame.ofKeyPicture()).isFalse();
  }

  @Test
  void aFrameMayDifferFromItsTemplate() {
    DependencyDescriptor frame =
        read(
            "1 1 000110 0000000000001000 01111"
                + "01" // the second bit stands for target 0
                + "11 00" // required, not present
                + "01 0011 10 00000001 11 000000000000 00" // 4, 2 and 1 before
                + "00001001",
            structure());
    assertThat(frame.activeTargets()).isEqualTo(0b01);
    assertThat(frame.indications()).containsExactly(Indication.REQUIRED, Indication.NOT_PRESENT);
    assertThat(frame.frameDiffs()).containsExactly(4, 2, 1);
    assertThat(frame.chainDiffs()).containsExactly(9);
    assertThat(frame.switchingUp()).isFalse();
  }

  @Test
  void aTemplateThatIsNotThereAndAFrameWithoutAStructureAreNotRead() {
    assertThat(parse(bytes("1 1 001000 0000000000000000"), structure())).isNull();
    assertThat(parse(bytes("1 1 000100 0000000000000000"), structure())).isNull();
    assertThat(parse(bytes("1 1 000101 0000000000000000"), null)).isNull();
  }

  @Test
  void whatIsCutShortIsNotRead() {
    byte[] whole = bytes(KEY);
    for (int length = 0; length < whole.length; length++) {
      assertThat(parse(Arrays.copyOf(whole, length), null)).as("of %d bytes", length).isNull();
    }
    assertThat(parse(Arrays.copyOf(whole, whole.length + 2), null)).as("padded").isNotNull();
  }

  @Test
  void idsGoOnFromZero() {
    String wrapped =
        KEY.replaceFirst("000101", "000000").replaceFirst("000101 00001", "111111 00001");
    DependencyDescriptor frame = read(wrapped, null);
    assertThat(frame.frameDiffs()).as("that of the second template").containsExactly(2);
  }

  @Test
  void otherActiveTargetsAreWrittenAndElseNothingChanges() {
    byte[] key = bytes(KEY);
    assertThat(read(KEY, null).withActiveTargets(key, 0, key.length, 0b01))
        .isEqualTo(bytes("1 0 000101 0000000000000111 11000" + STRUCTURE + "01"));

    String plain = "0 1 000111 1111111111111111";
    assertThat(read(plain, structure()).withActiveTargets(bytes(plain), 0, 3, 0b01))
        .isEqualTo(bytes(plain + "01000 01"));

    String own = "1 1 000110 0000000000001000 0%d111 %s 11 00 01 0011 00 00001001";
    byte[] without = bytes(own.formatted(0, ""));
    byte[] with = bytes(own.formatted(1, "11"));
    byte[] wanted = bytes(own.formatted(1, "01"));
    for (byte[] before : List.of(without, with, wanted)) {
      DependencyDescriptor frame = Objects.requireNonNull(parse(before, structure()));
      assertThat(frame.withActiveTargets(before, 0, before.length, 0b01)).isEqualTo(wanted);
    }
  }
}
