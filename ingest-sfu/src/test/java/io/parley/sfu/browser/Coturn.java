package io.parley.sfu.browser;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Assumptions;

/** Debian's coturn on the loopback interface, with credentials by a shared secret. */
final class Coturn implements AutoCloseable {
  private static final String LOG = "coturn.log";
  private static final int TRIES = 3;

  private final Process process;
  private final int port;

  private Coturn(String secret, Path directory) throws IOException {
    try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    process =
        new ProcessBuilder(
                "turnserver",
                "-n",
                "--listening-ip=127.0.0.1",
                "--listening-port=" + port,
                "--relay-ip=127.0.0.1",
                "--allow-loopback-peers",
                "--use-auth-secret",
                "--static-auth-secret=" + secret,
                "--realm=parley.test",
                "--no-cli",
                "--no-tls",
                "--no-dtls",
                "--no-multicast-peers",
                "--userdb=" + directory.resolve("turn.db"),
                "--pidfile=" + directory.resolve("turn.pid"),
                "--log-file=stdout")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(LOG).toFile())
            .start();
  }

  /**
   * Starts one and waits for it. A test ends as skipped where there is none.
   *
   * @param directory for its files, made before
   * @throws IOException if it does not come up; with what it said
   */
  static Coturn startOrSkip(String secret, Path directory) throws IOException {
    boolean installed =
        Arrays.stream(System.getenv("PATH").split(":"))
            .anyMatch(each -> Files.isExecutable(Path.of(each, "turnserver")));
    if (!installed) {
      String reason = "there is no turnserver here (Debian's package coturn)";
      System.out.println("skipped: " + reason);
      Assumptions.abort(reason);
    }
    String last = "";
    for (int i = 0; i < TRIES; i++) {
      Coturn started = new Coturn(secret, directory);
      try {
        Awaitility.await("coturn answers")
            .atMost(Duration.ofSeconds(30))
            .until(() -> !started.process.isAlive() || started.answers());
      } catch (ConditionTimeoutException e) {
        started.process.destroyForcibly().onExit().join();
      }
      if (started.process.isAlive()) {
        return started;
      }
      // Perhaps somebody else took the port meanwhile.
      last = Files.readString(directory.resolve(LOG));
    }
    throw new IOException(last);
  }

  /** Whether a STUN binding request without credentials is answered (RFC 8489 §6.1). */
  private boolean answers() throws IOException {
    ByteBuffer request = ByteBuffer.allocate(20).putShort((short) 1).putShort((short) 0);
    request.putInt(0x2112A442).putLong(System.nanoTime()).putInt(port);
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      socket.setSoTimeout(200);
      socket.send(new DatagramPacket(request.array(), 20, InetAddress.getLoopbackAddress(), port));
      socket.receive(new DatagramPacket(new byte[500], 500));
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  /** As clients are told. */
  String url() {
    return "turn:127.0.0.1:" + port + "?transport=udp";
  }

  @Override
  public void close() {
    Ending.inOrder(process);
  }
}
