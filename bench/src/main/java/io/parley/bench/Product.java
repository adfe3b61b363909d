package io.parley.bench;

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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code parley up} as a process of its own, on free ports. */
final class Product implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("ready: (https?://\\S+)");
  private static final long START_SECONDS = 120;
  private static final long STOP_SECONDS = 30;

  private final Process process;
  private final Path data;
  private final int brokerPort;
  private final int sfuPort;
  private final List<String> printed = Collections.synchronizedList(new ArrayList<>());
  private final CompletableFuture<String> url = new CompletableFuture<>();

  private Product(Path data) throws IOException {
    this.data = data.toAbsolutePath();
    this.brokerPort = FreePort.next();
    this.sfuPort = FreePort.next();
    Files.createDirectories(data);
    process = new ProcessBuilder(command()).redirectErrorStream(true).start();
    Thread reader = new Thread(this::read, "product-output");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts it and waits until it is ready.
   *
   * @throws IOException if it does not come up; the message has what it printed
   */
  static Product up(Path data) throws IOException, InterruptedException {
    Product product = new Product(data);
    try {
      product.url.get(START_SECONDS, TimeUnit.SECONDS);
      return product;
    } catch (ExecutionException | TimeoutException e) {
      product.close();
      throw new IOException("Parley did not come up:\n" + String.join("\n", product.printed), e);
    }
  }

  private List<String> command() {
    String options = System.getenv().getOrDefault("PARLEY_JAVA_OPTS", "-Xmx1g");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options.strip().split("\\s+")));
    command.addAll(List.of("-XX:+UseG1GC", "-XX:+ExitOnOutOfMemoryError"));
    command.addAll(
        List.of("-Djava.awt.headless=true", "--add-opens=java.base/java.lang=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("up", "--data-dir", data.toString()));
    set(command, "kafka.port", brokerPort);
    set(command, "sfu.port", sfuPort);
    for (String key : List.of("web.port", "s3.port", "database.port", "sfu.udp-port")) {
      set(command, key, FreePort.next());
    }
    return command;
  }

  private static void set(List<String> command, String key, int value) {
    command.add("--set");
    command.add(key + "=" + value);
  }

  /** Address of the pages. */
  String url() {
    return url.join();
  }

  String bootstrapServers() {
    return "127.0.0.1:" + brokerPort;
  }

  /** Address of the SFU's counters. */
  String sfuMetrics() {
    return "http://127.0.0.1:" + sfuPort + "/metrics";
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** Appears in the command line of servers that have left the process tree. */
  Path data() {
    return data;
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        printed.add(line);
        Matcher ready = READY.matcher(line);
        if (ready.find()) {
          url.complete(ready.group(1));
        }
      }
    } catch (IOException e) {
      printed.add("(its output ended: " + e.getMessage() + ")");
    }
    url.completeExceptionally(new IOException("it ended"));
  }

  /** As Ctrl-C does; by force if that takes longer than 30 s, or the caller is interrupted. */
  @Override
  public void close() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    boolean stopped = false;
    try {
      stopped = process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!stopped) {
      process.destroyForcibly();
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
