package io.parley.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Programs of the system that a benchmark needs. */
final class DebianPackages {
  private DebianPackages() {}

  /**
   * Sees to it that a program is there: installs its package when run as root.
   *
   * @throws IOException if it isn't; the message has the command that installs it
   */
  static void need(String program, String name) throws IOException, InterruptedException {
    if (isThere(program)) {
      return;
    }
    String install = "apt-get install -y --no-install-recommends " + name;
    if (!System.getProperty("user.name").equals("root")) {
      throw new IOException(program + " is missing. Run:  sudo " + install);
    }
    System.err.println("Installing the Debian package " + name);
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", "(apt-get update -q && " + install + ") >&2").inheritIO();
    builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
    if (builder.start().waitFor() != 0 || !isThere(program)) {
      throw new IOException(program + " could not be installed. Try:  " + install);
    }
  }

  private static boolean isThere(String program) {
    List<String> always = List.of("/usr/sbin", "/sbin");
    return Stream.concat(
            Stream.of(System.getenv().getOrDefault("PATH", "").split(":")), always.stream())
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }
}
