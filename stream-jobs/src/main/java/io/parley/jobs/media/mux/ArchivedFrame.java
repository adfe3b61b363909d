package io.parley.jobs.media.mux;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One frame out of an archive file.
 *
 * @param micros when it was captured, on the meeting clock, to the millisecond
 * @param keyFrame decoding can begin here
 * @param lostBefore frames between this one and the one before it were lost
 * @param data as it is in the file: of H.264 an access unit whose NAL units stand behind 32-bit
 *     lengths, of other codecs the frame itself; not copied
 */
public record ArchivedFrame(long micros, boolean keyFrame, boolean lostBefore, byte[] data) {

  /**
   * The frames of a file that {@link TrackArchive} wrote, in order.
   *
   * @throws IllegalArgumentException if it is no such file
   */
  public static List<ArchivedFrame> read(byte[] file) {
    EbmlReader reader = new EbmlReader(file);
    EbmlReader.Element segment = reader.find(Matroska.SEGMENT);
    if (segment == null) {
      throw new IllegalArgumentException("no Matroska file");
    }
    Set<Integer> lost = lost(segment);
    List<ArchivedFrame> frames = new ArrayList<>();
    EbmlReader elements = segment.children();
    for (var cluster = elements.find(Matroska.CLUSTER);
        cluster != null;
        cluster = elements.find(Matroska.CLUSTER)) {
      long millis = cluster.child(Matroska.CLUSTER_TIME).unsigned();
      EbmlReader blocks = cluster.children();
      for (var block = blocks.find(Matroska.SIMPLE_BLOCK);
          block != null;
          block = blocks.find(Matroska.SIMPLE_BLOCK)) {
        frames.add(frame(block.contents(), millis, lost.contains(frames.size())));
      }
    }
    return frames;
  }

  /** Track number in one byte, time in two, flags, data. */
  private static ArchivedFrame frame(byte[] block, long clusterMillis, boolean lostBefore) {
    if (block.length < 4) {
      throw new IllegalArgumentException("block of " + block.length + " bytes");
    }
    long millis = clusterMillis + (short) ((block[1] & 0xff) << 8 | (block[2] & 0xff));
    boolean key = (block[3] & Matroska.KEY_FRAME) != 0;
    byte[] data = Arrays.copyOfRange(block, 4, block.length);
    return new ArchivedFrame(millis * 1_000, key, lostBefore, data);
  }

  /** Archives written before the tag existed lost nothing that anybody knows of. */
  private static Set<Integer> lost(EbmlReader.Element segment) {
    Set<Integer> numbers = new TreeSet<>();
    EbmlReader.Element tags = segment.children().find(Matroska.TAGS);
    if (tags != null) {
      EbmlReader.Element tag = tags.child(Matroska.TAG).child(Matroska.SIMPLE_TAG);
      if (tag.child(Matroska.TAG_NAME).text().equals(TrackArchive.LOST_BEFORE)) {
        for (String number : tag.child(Matroska.TAG_STRING).text().split(",")) {
          numbers.add(Integer.parseInt(number));
        }
      }
    }
    return numbers;
  }
}
