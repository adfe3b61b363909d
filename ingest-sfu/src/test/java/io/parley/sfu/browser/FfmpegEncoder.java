package io.parley.sfu.browser;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** FFmpeg's own program with its WHIP muxer. */
public final class FfmpegEncoder implements AutoCloseable {
  private static final List<String> MADE_UP =
      List.of(
          "-f",
          "lavfi",
          "-i",
          "testsrc2=size=640x360:rate=25",
          "-f",
          "lavfi",
          "-i",
          "sine=frequency=440:sample_rate=48000",
          "-c:v",
          "libopenh264",
          "-b:v",
          "600k",
          "-g",
          "25",
          "-pix_fmt",
          "yuv420p",
          "-c:a",
          "libopus",
          "-ac",
          "2");

  /**
   * At the pace of the clock from the first moment, as something live: FFmpeg would otherwise send
   * faster than that to make up for the time the connection took.
   */
  private static final List<String> LIVE =
      List.of("-re", "-readrate_initial_burst", "0", "-readrate_catchup", "1");

  private final Process process;

  /**
   * Sends H.264 and Opus of made-up picture and sound, without end.
   *
   * @param log where it writes what it does
   */
  FfmpegEncoder(String url, String token, Path log) throws IOException {
    this(MADE_UP, url, token, log);
  }

  /**
   * Sends at the pace of the clock until its input ends.
   *
   * @param media inputs and codecs, as on FFmpeg's command line
   * @param log where it writes what it does
   */
  public FfmpegEncoder(List<String> media, String url, String token, Path log) throws IOException {
    Path home = unpack(log.resolveSibling("ffmpeg"));
    List<String> command = new ArrayList<>(List.of(home.resolve("ffmpeg").toString()));
    command.add("-nostdin");
    command.addAll(LIVE);
    command.addAll(media);
    command.addAll(List.of("-f", "whip", "-authorization", token, url));
    ProcessBuilder program =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    program.environment().put("LD_LIBRARY_PATH", home.toString());
    process = program.start();
  }

  /** The program and its libraries, out of the jar they come in. */
  private static Path unpack(Path directory) throws IOException {
    String platform = System.getProperty("os.arch").equals("amd64") ? "x86_64" : "arm64";
    String prefix = "org/bytedeco/ffmpeg/linux-" + platform + "/";
    URL program = FfmpegEncoder.class.getResource("/" + prefix + "ffmpeg");
    Files.createDirectories(directory);
    try (JarFile jar = ((JarURLConnection) program.openConnection()).getJarFile()) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        String name = entry.getName();
        boolean wanted = name.endsWith("/ffmpeg") || name.matches(".*/lib(?!jni)[a-z-]+\\.so.*");
        if (name.startsWith(prefix) && wanted) {
          Path file = directory.resolve(name.substring(prefix.length()));
          Files.copy(jar.getInputStream(entry), file);
          Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        }
      }
    }
    return directory;
  }

  /** Whether there is more to send. */
  public boolean isRunning() {
    return process.isAlive();
  }

  @Override
  public void close() {
    end();
  }

  /** Asks it to end in order, which includes a DELETE of its session. */
  void end() {
    Ending.inOrder(process);
  }
}
