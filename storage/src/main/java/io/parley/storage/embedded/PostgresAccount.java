package io.parley.storage.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whom PostgreSQL runs as. It refuses to run as root, so root lends it an account without rights of
 * its own and, so that the files may lie in a directory only root can enter, the capability to
 * reach them. Works in a container and in a changed root, where a user namespace is not to be had.
 */
final class PostgresAccount {
  private static final int ROOT = 0;
  private static final int NOBODY = 65_534;

  private final int self;

  private PostgresAccount(int self) {
    this.self = self;
  }

  /** That of this process, or what root uses instead. */
  static PostgresAccount ofThisProcess() throws IOException {
    return new PostgresAccount((Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
  }

  /** The command so that it runs as this account, out of reach of the terminal's Ctrl-C. */
  List<String> command(List<String> command) {
    List<String> full = new ArrayList<>(List.of("setsid"));
    if (self == ROOT) {
      full.addAll(
          List.of(
              "setpriv",
              "--reuid=" + NOBODY,
              "--regid=" + NOBODY,
              "--clear-groups",
              "--inh-caps=+dac_override",
              "--ambient-caps=+dac_override",
              // access(2), by which PostgreSQL finds its programs, would leave capabilities aside.
              "--securebits=+no_setuid_fixup"));
    }
    full.addAll(command);
    return full;
  }

  /** Gives it the directory with all that is in it: PostgreSQL takes only what is its own. */
  void own(Path directory) throws IOException {
    if (self != ROOT || Files.getAttribute(directory, "unix:uid").equals(NOBODY)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> walk = Files.walk(directory)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    // The directory itself comes last: it is the mark that everything below is done.
    for (Path each : all) {
      Files.setAttribute(each, "unix:gid", NOBODY, LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(each, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
    }
  }
}
