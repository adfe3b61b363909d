package io.parley.bench.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Full names of a JVM's threads: Linux keeps 15 characters only, too few to tell jobs apart. */
final class ThreadNames {
  private static final Pattern THREAD =
      Pattern.compile("^\"(.*)\" #\\d+ .*\\bnid=(0x[0-9a-f]+|\\d+)\\b.*$", Pattern.MULTILINE);

  private ThreadNames() {}

  /**
   * Asks with {@code jcmd Thread.print}; costs the JVM a few milliseconds.
   *
   * @return by the thread's id in proc(5)
   * @throws IOException if the JVM can't be asked
   */
  static Map<Long, String> of(long pid) throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process =
        new ProcessBuilder(jcmd, Long.toString(pid), "Thread.print")
            .redirectErrorStream(true)
            .start();
    String dump = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("jcmd could not list the threads of " + pid + ": " + dump);
    }
    return parse(dump);
  }

  static Map<Long, String> parse(String dump) {
    Map<Long, String> names = new HashMap<>();
    Matcher matcher = THREAD.matcher(dump);
    while (matcher.find()) {
      names.put(Long.decode(matcher.group(2)), matcher.group(1));
    }
    return names;
  }
}
