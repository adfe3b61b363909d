package io.parley.bench;

import java.io.PrintStream;
import java.util.Locale;

/** What happens, line by line with the seconds since it began. */
final class Progress {
  private final PrintStream out;
  private final long beganNanos = System.nanoTime();

  Progress(PrintStream out) {
    this.out = out;
  }

  void line(String format, Object... arguments) {
    String text = String.format(Locale.ROOT, format, arguments);
    double seconds = (System.nanoTime() - beganNanos) / 1e9;
    out.println(String.format(Locale.ROOT, "%7.1f s  %s", seconds, text));
    out.flush();
  }
}
