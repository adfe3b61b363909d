package io.parley.e2e;

import io.parley.standalone.Main;
import io.parley.storage.embedded.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ./parley up} as a person runs it: a process of its own with an address and an end. */
public final class ParleyProcess implements AutoCloseable {
  private static final Pattern URL = Pattern.compile("(https?://\\S+)");
  private static final Pattern ACCOUNT = Pattern.compile("(\\S+@\\S+)\\s+password:? (\\S+)");

  private final Process process;
  private final int brokerPort;
  private final List<String> printed = Collections.synchronizedList(new ArrayList<>());
  private final CompletableFuture<String> url = new CompletableFuture<>();

  private ParleyProcess(Process process, int brokerPort) {
    this.process = process;
    this.brokerPort = brokerPort;
    Thread reader = new Thread(this::read, "parley-output");
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts it on free ports and waits for its address. */
  public static ParleyProcess up(Path dataDir, String... more) throws Exception {
    // It lives for minutes: compiling what is hot as well as can be never pays.
    ParleyProcess parley =
        launch(dataDir, Map.of("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1"), more);
    try {
      parley.url.get(180, TimeUnit.SECONDS);
      return parley;
    } catch (ExecutionException | TimeoutException e) {
      parley.close();
      throw new IllegalStateException(
          "parley did not come up:\n" + String.join("\n", parley.printed), e);
    }
  }

  /** Starts it without waiting; for starts that are to fail. */
  public static ParleyProcess launch(Path dataDir, String... more) throws IOException {
    return launch(dataDir, Map.of(), more);
  }

  private static ParleyProcess launch(Path dataDir, Map<String, String> environment, String... more)
      throws IOException {
    Files.createDirectories(dataDir);
    // A test run in the background may have been told to ignore Ctrl-C; its children shall not.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "--add-opens=java.base/java.lang=ALL-UNNAMED", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of(Main.class.getName(), "up", "--data-dir", dataDir.toString()));
    for (String key : List.of("web", "sfu", "s3", "database")) {
      command.add("--set");
      command.add(key + ".port=" + FreePort.next());
    }
    int brokerPort = FreePort.next();
    command.add("--set");
    command.add("kafka.port=" + brokerPort);
    command.add("--set");
    command.add("sfu.udp-port=" + FreePort.next());
    command.addAll(List.of(more));
    ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
    process.environment().putAll(environment);
    return new ParleyProcess(process.start(), brokerPort);
  }

  /** Where the pages are. */
  public String url() {
    return url.join();
  }

  /** Where its broker is. */
  public String bootstrapServers() {
    return "127.0.0.1:" + brokerPort;
  }

  /** The first account as it was printed: e-mail and password. */
  public List<String> firstAccount() {
    Matcher account = ACCOUNT.matcher(output());
    if (!account.find()) {
      throw new AssertionError("no first account was printed:\n" + output());
    }
    return List.of(account.group(1), account.group(2));
  }

  public String output() {
    synchronized (printed) {
      return String.join("\n", printed);
    }
  }

  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** Everything it started, itself included. */
  public List<ProcessHandle> tree() {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    return all;
  }

  /** The whole of it: what {@link ProcessHandle.Info} knows ends after 4 KiB of class path. */
  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
    } catch (IOException e) {
      return ""; // it has just ended
    }
  }

  /** SIGKILL to its broker, and only to that. */
  public void killBroker() {
    process
        .descendants()
        .filter(each -> commandLine(each).contains("KafkaBrokerMain"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no broker runs"))
        .destroyForcibly();
  }

  /** The exit code of a process that is expected to end by itself. */
  public int exitCode() throws Exception {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("it is still running:\n" + output());
    }
    return process.exitValue();
  }

  /** SIGTERM, as a service supervisor would; then the exit code. */
  public int stop() throws Exception {
    // Process.destroy would close the output too, and the last words with it.
    process.toHandle().destroy();
    return exitCode();
  }

  @Override
  public void close() {
    List<ProcessHandle> all = tree();
    process.destroy();
    try {
      if (process.waitFor(20, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    all.forEach(ProcessHandle::destroyForcibly);
  }

  private void read() {
    String announced = "";
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        printed.add(line);
        Matcher address = URL.matcher(line);
        if (line.contains("ready") && address.find()) {
          announced = address.group(1);
        }
        // Its last line: account and data location have been printed, too.
        if (line.startsWith("Stop with")) {
          url.complete(announced);
        }
      }
    } catch (IOException e) {
      printed.add("(output ended: " + e.getMessage() + ")");
    }
    url.completeExceptionally(new IllegalStateException("it ended"));
  }
}
