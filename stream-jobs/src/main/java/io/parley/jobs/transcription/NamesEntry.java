package io.parley.jobs.transcription;

import io.parley.jobs.log.LogEntry;
import io.parley.jobs.media.bytes.ByteReader;
import io.parley.jobs.media.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The names of those present, on their way to a track among its packets. Told from a packet by
 * having no header. Lives inside the job only.
 */
final class NamesEntry {
  private static final byte[] NO_HEADER = new byte[0];

  private NamesEntry() {}

  /** To the packet's track, at the packet's time. */
  static LogEntry behind(LogEntry packet, List<String> names) {
    ByteWriter out = new ByteWriter().u32(names.size());
    names.forEach(out::text);
    return new LogEntry(
        packet.meetingId(), packet.key(), packet.epochMicros(), NO_HEADER, out.toByteArray());
  }

  static boolean is(LogEntry entry) {
    return entry.header().length == 0;
  }

  static List<String> names(LogEntry entry) {
    ByteReader in = new ByteReader(entry.value());
    List<String> names = new ArrayList<>();
    for (int left = in.size(); left > 0; left--) {
      names.add(in.text());
    }
    return names;
  }
}
