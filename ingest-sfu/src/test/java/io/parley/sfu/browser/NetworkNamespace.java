package io.parley.sfu.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A network of a test's own, joined with the machine's by one cable (veth): what runs inside
 * reaches the machine and nobody else. The cable can be made narrow ({@code tc tbf}), and the
 * address inside replaced. Whatever it makes is gone after {@link #close}.
 */
public final class NetworkNamespace implements AutoCloseable {
  /** Bits of CapEff: CAP_NET_ADMIN for cables, CAP_SYS_ADMIN for namespaces. */
  private static final List<Integer> NEEDED_CAPABILITIES = List.of(12, 21);

  private static final int TRIES = 20;

  private final String name;
  private final String here;
  private final String there;
  private final int number;
  private boolean moved;

  private NetworkNamespace(int number) {
    this.number = number;
    this.name = "parley-t" + number;
    this.here = "prly" + number;
    this.there = here + "b";
  }

  /**
   * Makes one, under a number that no other test run on this machine has. A test ends as skipped,
   * with a printed reason, where this user may not do so or the machine has not what it takes.
   *
   * @throws IOException if all numbers are taken
   */
  public static NetworkNamespace createOrSkip() throws IOException, InterruptedException {
    if (!isAllowed()) {
      skip("network namespaces need root with CAP_NET_ADMIN and CAP_SYS_ADMIN");
    }
    IOException taken = new IOException("no free number");
    for (int i = 0; i < TRIES; i++) {
      NetworkNamespace made = new NetworkNamespace(ThreadLocalRandom.current().nextInt(1, 255));
      try {
        run("ip", "netns", "add", made.name);
      } catch (IOException e) {
        // A container may keep what its capabilities seem to give.
        if (String.valueOf(e.getMessage()).contains("not permitted")) {
          skip(e.getMessage());
        }
        taken = e;
        continue;
      }
      try {
        made.build();
        return made;
      } catch (IOException e) {
        made.close();
        skip(e.getMessage());
      }
    }
    throw taken;
  }

  private static void skip(String reason) {
    System.out.println("skipped: " + reason);
    Assumptions.abort(reason);
  }

  private static boolean isAllowed() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("CapEff:")) {
        BigInteger capabilities = new BigInteger(line.substring("CapEff:".length()).strip(), 16);
        return NEEDED_CAPABILITIES.stream().allMatch(capabilities::testBit);
      }
    }
    return false;
  }

  private void build() throws IOException, InterruptedException {
    run("ip", "link", "add", here, "type", "veth", "peer", "name", there);
    run("ip", "link", "set", there, "netns", name);
    run("ip", "addr", "add", address(1) + "/24", "dev", here);
    run("ip", "addr", "add", otherAddress(1) + "/24", "dev", here);
    run("ip", "link", "set", here, "up");
    inside("ip", "addr", "add", address(2) + "/24", "dev", there);
    inside("ip", "link", "set", "lo", "up");
    inside("ip", "link", "set", there, "up");
    inside("ip", "route", "add", "default", "via", address(1));
  }

  private String address(int host) {
    return "10.213." + number + "." + host;
  }

  /** In the network that {@link #replaceAddress} goes to. */
  private String otherAddress(int host) {
    return "10.214." + number + "." + host;
  }

  /** The machine's own end of the cable; it stays when the address inside is replaced. */
  public InetAddress machine() throws IOException {
    return InetAddress.getByName(address(1));
  }

  /**
   * Takes the address inside away and gives one of another network, as when somebody walks out of
   * the reach of a Wi-Fi: connections that were open lead nowhere from now on. The next time it is
   * the first network again.
   */
  public void replaceAddress() throws IOException, InterruptedException {
    String before = moved ? otherAddress(2) : address(2);
    String after = moved ? address(2) : otherAddress(2);
    inside("ip", "addr", "del", before + "/24", "dev", there);
    inside("ip", "addr", "add", after + "/24", "dev", there);
    String router = moved ? address(1) : otherAddress(1);
    inside("ip", "route", "add", "default", "via", router);
    moved = !moved;
  }

  /** Lets only so much through to the inside, kilobits a second, with a queue of 400 ms. */
  public void limitDownstream(int kilobits) throws IOException, InterruptedException {
    String rate = kilobits + "kbit";
    run(
        "tc", "qdisc", "replace", "dev", here, "root", "tbf", "rate", rate, "burst", "6kb",
        "latency", "400ms");
  }

  /** Takes the limit away. */
  public void unlimitDownstream() throws IOException, InterruptedException {
    run("tc", "qdisc", "del", "dev", here, "root");
  }

  /** Makes a script that runs a program inside, with the arguments it is given. */
  public Path wrap(Path program, Path directory) throws IOException {
    Path script = directory.resolve("in-" + name + ".sh");
    Files.writeString(
        script, "#!/bin/sh\nexec nsenter --net=" + file() + " " + program + " \"$@\"\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return script;
  }

  private String file() {
    return "/run/netns/" + name;
  }

  /** Not by ip's own option: it mounts what can't be mounted in every chroot. */
  private void inside(String... command) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("nsenter", "--net=" + file()));
    all.addAll(List.of(command));
    run(all.toArray(String[]::new));
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(String.join(" ", command) + ": " + output.strip());
    }
  }

  /** The cable goes first: its inner end would otherwise live as long as a process inside. */
  @Override
  public void close() {
    try {
      if (NetworkInterface.getByName(here) != null) {
        run("ip", "link", "del", here);
      }
      run("ip", "netns", "del", name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
