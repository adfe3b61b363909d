package io.parley.sfu.track;

import io.parley.sfu.track.DependencyStructure.Indication;
import io.parley.sfu.track.DependencyStructure.Template;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a packet of AV1 says of its frame in the dependency descriptor header extension (RTP Payload
 * Format for AV1, appendix A.8).
 *
 * <pre>
 *  0                   1                   2
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |S|E|template id|         frame number          |  required
 * |T|A|D|F|C|                                        if more than three bytes
 *   T: structure; then A: active decode targets; then D: indications, F: frame diffs,
 *   C: chain diffs of this frame where they aren't those of its template; then zeros
 * </pre>
 *
 * @param startsFrame first packet of a frame
 * @param endsFrame last packet of a frame
 * @param frameNumber 0–65535
 * @param spatialLayer 0–7
 * @param temporalLayer 0–7
 * @param indications what the frame is to each decode target
 * @param frameDiffs how many frames before it those stand that it builds on
 * @param chainDiffs for each chain, how many frames before it the chain's latest stands; 0 for none
 * @param structure by which it was read
 * @param structured whether the structure came with it: a key frame begins
 * @param activeTargets the decode targets it says are sent from now on, as bits from the lowest up;
 *     0 if it says nothing
 * @param structureEnd bits from the start to behind the flags and the structure
 * @param framesEnd bits from the start to where zeros follow
 */
public record DependencyDescriptor(
    boolean startsFrame,
    boolean endsFrame,
    int frameNumber,
    int spatialLayer,
    int temporalLayer,
    List<Indication> indications,
    List<Integer> frameDiffs,
    List<Integer> chainDiffs,
    DependencyStructure structure,
    boolean structured,
    long activeTargets,
    int structureEnd,
    int framesEnd)
    implements LayeredDescriptor {
  private static final int REQUIRED_LENGTH = 3;
  private static final int REQUIRED_BITS = 8 * REQUIRED_LENGTH;
  private static final int FLAGS = 5;
  private static final int HAS_STRUCTURE = 0x10;
  private static final int HAS_ACTIVE = 0x08;
  private static final int OWN_INDICATIONS = 0x04;
  private static final int OWN_FRAME_DIFFS = 0x02;
  private static final int OWN_CHAIN_DIFFS = 0x01;
  private static final int CHAIN_DIFF_BITS = 8;

  public DependencyDescriptor {
    indications = List.copyOf(indications);
    frameDiffs = List.copyOf(frameDiffs);
    chainDiffs = List.copyOf(chainDiffs);
  }

  /**
   * Reads an element.
   *
   * @param at where its data stands
   * @param length of its data, bytes
   * @param known the latest structure of the stream; null before the first
   * @return null if it is cut short, or names no template of the structure
   */
  public static @Nullable DependencyDescriptor parse(
      byte[] buf, int at, int length, @Nullable DependencyStructure known) {
    if (length < REQUIRED_LENGTH) {
      return null;
    }
    BitReader in = new BitReader(buf, at, length);
    boolean starts = in.flag();
    boolean ends = in.flag();
    int templateId = in.number(6);
    int frameNumber = in.number(16);
    int flags = length > REQUIRED_LENGTH ? in.number(FLAGS) : 0;
    boolean structured = (flags & HAS_STRUCTURE) != 0;
    DependencyStructure structure = structured ? DependencyStructure.read(in) : known;
    Template template = structure == null ? null : structure.template(templateId);
    if (structure == null || template == null) {
      return null;
    }
    int structureEnd = in.position();
    long active = structured ? structure.allTargets() : 0;
    if ((flags & HAS_ACTIVE) != 0) {
      active = in.bits(structure.targets().size());
    }
    List<Indication> indications =
        (flags & OWN_INDICATIONS) != 0
            ? DependencyStructure.indications(in, structure.targets().size())
            : template.indications();
    List<Integer> frameDiffs =
        (flags & OWN_FRAME_DIFFS) != 0 ? frameDiffs(in) : template.frameDiffs();
    List<Integer> chainDiffs = template.chainDiffs();
    if ((flags & OWN_CHAIN_DIFFS) != 0) {
      chainDiffs = chainDiffs(in, structure.chains());
    }
    return in.exhausted()
        ? null
        : new DependencyDescriptor(
            starts,
            ends,
            frameNumber,
            template.spatialLayer(),
            template.temporalLayer(),
            indications,
            frameDiffs,
            chainDiffs,
            structure,
            structured,
            active,
            structureEnd,
            in.position());
  }

  private static List<Integer> frameDiffs(BitReader in) {
    List<Integer> diffs = new ArrayList<>();
    int size = in.number(2);
    while (size > 0) {
      diffs.add(in.number(4 * size) + 1);
      size = in.number(2);
    }
    return diffs;
  }

  private static List<Integer> chainDiffs(BitReader in, int chains) {
    List<Integer> diffs = new ArrayList<>();
    for (int chain = 0; chain < chains; chain++) {
      diffs.add(in.number(CHAIN_DIFF_BITS));
    }
    return diffs;
  }

  @Override
  public boolean ofKeyPicture() {
    return structured && spatialLayer == 0;
  }

  /** A receiver of its spatial layer can take more temporal layers from here on. */
  @Override
  public boolean switchingUp() {
    for (int target = 0; target < indications.size(); target++) {
      DependencyStructure.Target one = structure.targets().get(target);
      if (one.spatialLayer() == spatialLayer
          && one.temporalLayer() > temporalLayer
          && indications.get(target) != Indication.SWITCH) {
        return false;
      }
    }
    return true;
  }

  /**
   * The element with other active decode targets, and else as it was.
   *
   * @param at where its data stands
   * @param length of its data, bytes: those it was read from
   * @param active as bits from the lowest up
   */
  public byte[] withActiveTargets(byte[] buf, int at, int length, long active) {
    byte[] out = new byte[length + 1 + Integer.BYTES];
    BitWriter writer = new BitWriter(out, 0);
    boolean extended = length > REQUIRED_LENGTH;
    int flags = extended ? (buf[at + REQUIRED_LENGTH] & 0xff) >> (8 - FLAGS) : 0;
    writer.copy(buf, at, 0, REQUIRED_BITS);
    writer.bits(flags | HAS_ACTIVE, FLAGS);
    int frames = structureEnd;
    if (extended) {
      writer.copy(buf, at, REQUIRED_BITS + FLAGS, structureEnd);
      frames += (flags & HAS_ACTIVE) != 0 ? structure.targets().size() : 0;
    }
    writer.bits(active, structure.targets().size());
    writer.copy(buf, at, frames, framesEnd);
    return Arrays.copyOf(out, writer.length());
  }
}
