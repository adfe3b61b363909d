package io.parley.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * What a container of {@code deploy/} runs, as a process of this machine: the entrypoint with the
 * container's command and environment.
 */
final class Container implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final String command;
  private final Process process;
  private final Path log;

  private Container(String command, Process process, Path log) {
    this.command = command;
    this.process = process;
    this.log = log;
  }

  /**
   * @param environment all of it: nothing of this process's own is passed on
   * @param log takes what it prints
   */
  static Container run(String command, Map<String, String> environment, Path log)
      throws IOException {
    // The entrypoint replaces itself by the JVM: the process here is that of the JVM.
    ProcessBuilder builder = new ProcessBuilder(Deployment.ENTRYPOINT.toString(), command);
    builder.environment().keySet().removeIf(key -> !key.equals("PATH") && !key.equals("HOME"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return new Container(command, process, log);
  }

  /** Waits for the end of one that ends by itself. */
  int exitCode() throws InterruptedException, IOException {
    if (!process.waitFor(90, TimeUnit.SECONDS)) {
      throw new AssertionError(command + " is still running:\n" + output());
    }
    return process.exitValue();
  }

  String output() throws IOException {
    return Files.readString(log);
  }

  /** Waits until a probe is answered by this status. */
  void awaitProbe(URI probe, int status) {
    Awaitility.await(command + " at " + probe)
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(250))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () -> {
              if (!process.isAlive()) {
                throw new AssertionError(command + " has ended:\n" + output());
              }
              return status(probe) == status;
            });
  }

  /** What a probe is answered by. */
  int status(URI probe) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(probe).timeout(Duration.ofSeconds(5)).build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  /** As when its machine is lost. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** As Docker and Kubernetes stop it: SIGTERM, and SIGKILL when that takes too long. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
