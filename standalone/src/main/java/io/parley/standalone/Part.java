package io.parley.standalone;

import java.util.Locale;

/** What can be started, left out and restarted on its own. */
enum Part {
  SFU,
  JOBS,
  WEB;

  /** As on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
