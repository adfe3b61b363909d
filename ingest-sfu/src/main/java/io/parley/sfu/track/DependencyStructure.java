package io.parley.sfu.track;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the frames of a coded video sequence depend on each other: the template dependency structure
 * of RTP Payload Format for AV1, appendix A.8.2. It comes with a key frame; every frame after it
 * names one of its templates.
 *
 * @param templateIdOffset which id the first template has, 0–63; ids go on modulo 64
 * @param targets the operating points that a receiver can choose from, 1–32
 * @param templates kinds of frames, 1–64
 * @param chains how many, 0–32
 * @param sizes of each spatial layer; empty if it does not tell
 */
public record DependencyStructure(
    int templateIdOffset,
    List<Target> targets,
    List<Template> templates,
    int chains,
    List<Size> sizes) {
  /** Ids are of six bits. */
  static final int TEMPLATE_IDS = 64;

  static final int MAX_LAYER = 7;

  private static final int NEXT_TEMPORAL = 1;
  private static final int NEXT_SPATIAL = 2;
  private static final int NO_MORE = 3;

  public DependencyStructure {
    targets = List.copyOf(targets);
    templates = List.copyOf(templates);
    sizes = List.copyOf(sizes);
  }

  /** What a frame is to one decode target (appendix A.8.3, table A.1). */
  public enum Indication {
    /** The target does without it. */
    NOT_PRESENT,
    /** It belongs to the target, and nothing of it depends on the frame. */
    DISCARDABLE,
    /** A receiver that can decode the frame can decode the target from here on. */
    SWITCH,
    /** It belongs to the target, and something may depend on it. */
    REQUIRED;

    private static final List<Indication> ALL = List.of(values());

    static Indication read(BitReader in) {
      return ALL.get(in.number(2));
    }
  }

  /**
   * An operating point.
   *
   * @param spatialLayer its highest
   * @param temporalLayer its highest
   */
  public record Target(int spatialLayer, int temporalLayer) {}

  /** Width and height to be shown, 1–65536 pixels. */
  public record Size(int width, int height) {}

  /**
   * A kind of frame.
   *
   * @param indications for each target
   * @param frameDiffs how many frames before it those stand that it builds on
   * @param chainDiffs for each chain, how many frames before it the chain's latest stands; 0 for
   *     none
   */
  public record Template(
      int spatialLayer,
      int temporalLayer,
      List<Indication> indications,
      List<Integer> frameDiffs,
      List<Integer> chainDiffs) {
    public Template {
      indications = List.copyOf(indications);
      frameDiffs = List.copyOf(frameDiffs);
      chainDiffs = List.copyOf(chainDiffs);
    }
  }

  /** Bits from the lowest up, one for each target. */
  public long allTargets() {
    return (1L << targets.size()) - 1;
  }

  /** The targets that hold no layers but these, as bits from the lowest up. */
  public long targetsWithin(int spatialLayer, int temporalLayer) {
    long within = 0;
    for (int target = 0; target < targets.size(); target++) {
      Target one = targets.get(target);
      boolean fits = one.spatialLayer() <= spatialLayer && one.temporalLayer() <= temporalLayer;
      within |= fits ? 1L << target : 0;
    }
    return within;
  }

  /** The highest spatial layer of some targets. */
  public int highestSpatialLayer(long ofTargets) {
    int highest = 0;
    for (int target = 0; target < targets.size(); target++) {
      if ((ofTargets & 1L << target) != 0) {
        highest = Math.max(highest, targets.get(target).spatialLayer());
      }
    }
    return highest;
  }

  /** Null if no template has the id. */
  @Nullable Template template(int id) {
    int index = (id - templateIdOffset + TEMPLATE_IDS) % TEMPLATE_IDS;
    return index < templates.size() ? templates.get(index) : null;
  }

  /** Reads what follows the flags; null if it is cut short or has more than there can be. */
  static @Nullable DependencyStructure read(BitReader in) {
    int offset = in.number(6);
    int targetCount = in.number(5) + 1;
    List<int[]> layers = layers(in);
    if (layers == null) {
      return null;
    }
    List<List<Indication>> indications = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      indications.add(indications(in, targetCount));
    }
    List<List<Integer>> frameDiffs = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      List<Integer> diffs = new ArrayList<>();
      while (in.flag()) {
        diffs.add(in.number(4) + 1);
      }
      frameDiffs.add(diffs);
    }
    int chains = in.nonSymmetric(targetCount + 1);
    for (int target = 0; chains > 0 && target < targetCount; target++) {
      in.nonSymmetric(chains); // which chain tells whether the target is whole
    }
    List<Template> templates = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      List<Integer> diffs = new ArrayList<>();
      for (int chain = 0; chain < chains; chain++) {
        diffs.add(in.number(4));
      }
      int[] layer = layers.get(i);
      templates.add(new Template(layer[0], layer[1], indications.get(i), frameDiffs.get(i), diffs));
    }
    List<Size> sizes = new ArrayList<>();
    int spatialLayers = layers.get(layers.size() - 1)[0] + 1;
    boolean sized = in.flag();
    for (int layer = 0; sized && layer < spatialLayers; layer++) {
      sizes.add(new Size(in.number(16) + 1, in.number(16) + 1));
    }
    return in.exhausted()
        ? null
        : new DependencyStructure(
            offset, targets(templates, targetCount), templates, chains, sizes);
  }

  /** Spatial and temporal layer of each template. */
  private static @Nullable List<int[]> layers(BitReader in) {
    List<int[]> layers = new ArrayList<>();
    int spatial = 0;
    int temporal = 0;
    int next;
    do {
      layers.add(new int[] {spatial, temporal});
      next = in.number(2);
      if (next == NEXT_TEMPORAL) {
        temporal++;
      } else if (next == NEXT_SPATIAL) {
        temporal = 0;
        spatial++;
      }
      boolean tooMany =
          (layers.size() == TEMPLATE_IDS && next != NO_MORE)
              || spatial > MAX_LAYER
              || temporal > MAX_LAYER;
      if (tooMany || in.exhausted()) {
        return null;
      }
    } while (next != NO_MORE);
    return layers;
  }

  static List<Indication> indications(BitReader in, int targets) {
    List<Indication> indications = new ArrayList<>(targets);
    for (int target = 0; target < targets; target++) {
      indications.add(Indication.read(in));
    }
    return indications;
  }

  /** A target's layers are the highest of the frames that it has. */
  private static List<Target> targets(List<Template> templates, int count) {
    List<Target> targets = new ArrayList<>();
    for (int target = 0; target < count; target++) {
      int spatial = 0;
      int temporal = 0;
      for (Template template : templates) {
        if (template.indications().get(target) != Indication.NOT_PRESENT) {
          spatial = Math.max(spatial, template.spatialLayer());
          temporal = Math.max(temporal, template.temporalLayer());
        }
      }
      targets.add(new Target(spatial, temporal));
    }
    return targets;
  }
}
