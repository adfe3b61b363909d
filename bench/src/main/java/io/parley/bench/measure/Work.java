package io.parley.bench.measure;

import java.util.Locale;
import java.util.regex.Pattern;

/** What CPU time is spent on. */
public enum Work {
  SFU,
  RECORDING,
  TRANSCRIPTION,
  INDEXING,
  MINUTES,
  /** Broker, database, object store, web server, Flink itself, compilers and collectors. */
  OTHER;

  /** As in the report. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The job that a thread of the jobs' process works for.
   *
   * @param name whole, or cut to 15 characters
   */
  static Work ofThread(String name) {
    for (Work job : new Work[] {RECORDING, TRANSCRIPTION, INDEXING, MINUTES}) {
      Pattern whole = Pattern.compile("\\b" + job.key() + ":");
      if (whole.matcher(name).find()) {
        return job;
      }
    }
    return OTHER;
  }
}
