package io.parley.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where units and load client meet: a network namespace of their own, so that no packet leaves it
 * and no other traffic comes in; the unit on the first core, the client on the others. Some units
 * refuse loopback addresses, so there is an interface with an address besides.
 *
 * @param address that units listen on
 * @param unitCpus as {@code taskset -c} takes them; null where all share all
 * @param cores of the machine
 */
record Arena(InetAddress address, @Nullable String unitCpus, int cores) {
  private static final String PROPERTY = "parley.bench.arena";

  /** Of a network for documentation (RFC 5737); it exists in the namespace only. */
  private static final String ADDRESS = "192.0.2.1";

  private static final String PREPARE =
      "ip link set lo up && ip link add parley0 type veth peer name parley1"
          + " && ip address add "
          + ADDRESS
          + "/24 dev parley0 && ip link set parley0 up && ip link set parley1 up && exec \"$@\"";

  /**
   * The loopback interface of the machine, where the load client meets units that run already. They
   * have the cores that they have.
   */
  static Arena ofTheMachine() {
    return new Arena(
        InetAddress.getLoopbackAddress(), null, Runtime.getRuntime().availableProcessors());
  }

  /** The arena that this process is in, or null if it is in none. */
  static @Nullable Arena here() throws IOException {
    String inside = System.getProperty(PROPERTY);
    if (inside == null) {
      return null;
    }
    int cores = Integer.parseInt(inside);
    return new Arena(InetAddress.getByName(ADDRESS), cores > 1 ? "0" : null, cores);
  }

  /**
   * Runs the same command again, inside.
   *
   * @return its exit code
   * @throws IOException if there can be no namespace
   */
  static int enter(List<String> arguments) throws IOException, InterruptedException {
    int cores = Runtime.getRuntime().availableProcessors();
    List<String> command = new ArrayList<>(List.of("unshare", "--net", "--map-root-user"));
    if (System.getProperty("user.name").equals("root")) {
      command.remove("--map-root-user");
    }
    command.addAll(List.of("sh", "-c", PREPARE, "sh"));
    if (cores > 1) {
      command.addAll(List.of("taskset", "-c", cores == 2 ? "1" : "1-" + (cores - 1)));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xms256m", "-Xmx2g", "-XX:+UseSerialGC", "-Djava.awt.headless=true"));
    command.add("-D" + PROPERTY + "=" + cores);
    command.add("-Dparley.home=" + System.getProperty("parley.home", "."));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(arguments);
    Process inside = new ProcessBuilder(command).inheritIO().start();
    Thread end = new Thread(inside::destroy, "arena-end");
    Runtime.getRuntime().addShutdownHook(end);
    int code = inside.waitFor();
    Runtime.getRuntime().removeShutdownHook(end);
    return code;
  }

  @Override
  public String toString() {
    if (address.isLoopbackAddress()) {
      return "In the machine's own network; unit and load client share " + cores + " cores";
    }
    return unitCpus == null
        ? "Unit and load client share the only core"
        : "The unit has core " + unitCpus + ", the load client the rest";
  }
}
