package io.parley.storage.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.parley.storage.blob.BlobException.Fault;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
  private static final RetryPolicy QUICK =
      new RetryPolicy(4, Duration.ofMillis(1), Duration.ofMillis(2));

  @Test
  void waitsDoubleUpToTheLongest() {
    RetryPolicy policy = new RetryPolicy(9, Duration.ofMillis(200), Duration.ofSeconds(1));
    assertThat(List.of(1, 2, 3, 4, 50))
        .extracting(tried -> policy.waitAfter(tried).toMillis())
        .containsExactly(200L, 400L, 800L, 1_000L, 1_000L);
  }

  @Test
  void triesAreBounded() {
    AtomicInteger tries = new AtomicInteger();
    assertThatThrownBy(
            () ->
                QUICK.run(
                    () -> {
                      tries.incrementAndGet();
                      throw new BlobException(Fault.SERVER, "busy", new IOException());
                    }))
        .hasMessage("busy");
    assertThat(tries).hasValue(4);
  }

  @Test
  void interruptionEndsTheWaiting() {
    RetryPolicy patient = new RetryPolicy(2, Duration.ofHours(1), Duration.ofHours(1));
    Thread.currentThread().interrupt();
    assertThatThrownBy(
            () ->
                patient.run(
                    () -> {
                      throw new BlobException(Fault.NETWORK, "away", new IOException());
                    }))
        .isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void busyServerIsAskedAgainExactlyAsOftenAsThePolicySays() throws Exception {
    try (BusyServer server = new BusyServer(2)) {
      assertThat(server.store().get("k")).isEqualTo("ok".getBytes(StandardCharsets.UTF_8));
      assertThat(server.requests).hasValue(3);
    }
    try (BusyServer server = new BusyServer(100)) {
      BlobException thrown =
          catchThrowableOfType(BlobException.class, () -> server.store().get("k"));
      assertThat(thrown.fault()).isEqualTo(Fault.SERVER);
      assertThat(server.requests).hasValue(4);
      assertThatThrownBy(() -> server.store().put("k", new byte[] {1}, "text/plain"))
          .isInstanceOf(BlobException.class);
      assertThat(server.requests).hasValue(8);
    }
  }

  /** Answers its first requests with 503. */
  private static final class BusyServer implements AutoCloseable {
    final AtomicInteger requests = new AtomicInteger();
    private final HttpServer server;
    private final BlobStore store;

    BusyServer(int refusals) throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            exchange.getRequestBody().readAllBytes();
            boolean busy = requests.incrementAndGet() <= refusals;
            byte[] body =
                (busy ? "<Error><Code>SlowDown</Code></Error>" : "ok")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/xml");
            exchange.getResponseHeaders().add("ETag", "\"e\"");
            exchange.sendResponseHeaders(busy ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      server.start();
      store =
          new BlobStore(
              new BlobConfig(
                  "http://127.0.0.1:" + server.getAddress().getPort(),
                  "us-east-1",
                  "bucket",
                  "key",
                  "secret-key"),
              QUICK);
    }

    BlobStore store() {
      return store;
    }

    @Override
    public void close() throws IOException {
      store.close();
      server.stop(0);
    }
  }
}
