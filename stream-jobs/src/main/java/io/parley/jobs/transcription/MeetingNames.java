package io.parley.jobs.transcription;

import io.parley.jobs.media.bytes.ByteReader;
import io.parley.jobs.media.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Who came to a meeting, in the order of the log.
 *
 * @param endEpochMicros when the meeting ended; {@code Long.MAX_VALUE} while it runs
 */
record MeetingNames(List<Name> names, long endEpochMicros) {
  /** More names than this are not told: they would be state of every track that is heard. */
  static final int MAX_NAMES = 256;

  private static final int VERSION = 1;

  MeetingNames {
    names = List.copyOf(names);
  }

  /**
   * @param sinceEpochMicros when the first of that name came
   * @param text as its owner writes it
   */
  record Name(long sinceEpochMicros, String text) {}

  static MeetingNames none() {
    return new MeetingNames(List.of(), Long.MAX_VALUE);
  }

  MeetingNames with(String text, long sinceEpochMicros) {
    boolean known = names.stream().anyMatch(name -> name.text().equals(text));
    if (known || names.size() == MAX_NAMES || text.isBlank()) {
      return this;
    }
    List<Name> more = new ArrayList<>(names);
    more.add(new Name(sinceEpochMicros, text));
    return new MeetingNames(more, endEpochMicros);
  }

  /** The first end counts. */
  MeetingNames ended(long atEpochMicros) {
    return endEpochMicros == Long.MAX_VALUE ? new MeetingNames(names, atEpochMicros) : this;
  }

  /** The names of those who had come by then; what is known later doesn't change it. */
  List<String> at(long epochMicros) {
    return names.stream()
        .filter(name -> name.sinceEpochMicros() <= epochMicros)
        .map(Name::text)
        .toList();
  }

  /** Version 1: version, end, then the names after their count. */
  byte[] toBytes() {
    ByteWriter out = new ByteWriter().u8(VERSION).i64(endEpochMicros).u32(names.size());
    names.forEach(name -> out.i64(name.sinceEpochMicros()).text(name.text()));
    return out.toByteArray();
  }

  /**
   * @throws IllegalArgumentException if the bytes are cut short or of a newer version
   */
  static MeetingNames fromBytes(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int version = in.u8();
    if (version != VERSION) {
      throw new IllegalArgumentException("names of unknown version " + version);
    }
    long end = in.i64();
    List<Name> names = new ArrayList<>();
    for (int left = in.size(); left > 0; left--) {
      names.add(new Name(in.i64(), in.text()));
    }
    return new MeetingNames(names, end);
  }
}
