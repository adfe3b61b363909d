package io.parley.storage.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.parley.storage.blob.BlobException.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real S3 server. */
class BlobStoreIT {
  private static final RetryPolicy QUICK =
      new RetryPolicy(4, Duration.ofMillis(1), Duration.ofMillis(2));

  @TempDir static Path directory;
  private static S3Proxy server;
  private static BlobStore store;

  @BeforeAll
  static void start() throws Exception {
    server =
        S3Proxy.builder()
            .blobStore(
                new FilesystemNio2BlobStore(
                    Files.createDirectories(directory.resolve("objects")).toString()))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "parley", "a secret")
            .endpoint(URI.create("http://127.0.0.1:0"))
            .ignoreUnknownHeaders(true)
            .build();
    server.start();
    store = new BlobStore(config(server.getPort(), "parley", "a secret"), QUICK);
    store.ensureBucket();
  }

  @AfterAll
  static void stop() throws Exception {
    store.close();
    server.stop();
  }

  @Test
  void bucketMayBeEnsuredTwice() throws Exception {
    store.ensureBucket();
    store.put("ensured", bytes("x"), "text/plain");
    store.ensureBucket();
    assertThat(store.get("ensured")).isEqualTo(bytes("x"));
  }

  @Test
  void whatWasPutIsRead() throws Exception {
    byte[] data = random(300_000);
    store.put("a/b 中文.bin", data, "application/octet-stream");
    assertThat(store.get("a/b 中文.bin")).isEqualTo(data);
    assertThat(store.getRange("a/b 中文.bin", 0, 1)).isEqualTo(Arrays.copyOf(data, 1));
    assertThat(store.getRange("a/b 中文.bin", 1_000, 2_000))
        .isEqualTo(Arrays.copyOfRange(data, 1_000, 3_000));
    assertThat(store.getRange("a/b 中文.bin", 299_990, 500))
        .isEqualTo(Arrays.copyOfRange(data, 299_990, 300_000));
    BlobStat stat = store.stat("a/b 中文.bin");
    assertThat(stat.size()).isEqualTo(300_000);
    assertThat(stat.etag()).isNotBlank().doesNotContain("\"");
    assertThat(store.list("a/b")).extracting(BlobStat::key).containsExactly("a/b 中文.bin");
    assertThat(store.list("a/b").get(0).etag()).isEqualTo(stat.etag());
  }

  @Test
  void secondPutReplacesTheFirstAndEmptyObjectsExist() throws Exception {
    store.put("twice", bytes("first, and longer"), "text/plain");
    store.put("twice", bytes("second"), "text/plain");
    assertThat(store.get("twice")).isEqualTo(bytes("second"));
    store.put("empty", new byte[0], "text/plain");
    assertThat(store.get("empty")).isEmpty();
    assertThat(store.exists("empty")).isTrue();
  }

  @Test
  void filesGoInPartsAndComeBackWhole() throws Exception {
    byte[] data = random(12_000_001);
    Path file = Files.write(directory.resolve("large"), data);
    store.put("large", file, "video/mp4");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(store.copyTo("large", out)).isEqualTo(data.length);
    assertThat(out.toByteArray()).isEqualTo(data);
    out.reset();
    assertThat(store.copyTo("large", 11_999_999, 100, out)).isEqualTo(2);
    assertThat(out.toByteArray()).isEqualTo(Arrays.copyOfRange(data, 11_999_999, 12_000_001));
    Path empty = Files.createFile(directory.resolve("empty-file"));
    store.put("empty-file", empty, "text/plain");
    assertThat(store.get("empty-file")).isEmpty();
    assertThatThrownBy(() -> store.put("none", directory.resolve("missing"), "text/plain"))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void prefixesAreListedAndDeletedOverManyPages() throws Exception {
    for (int i = 0; i < 1_203; i++) {
      store.put("many/%05d".formatted(i), bytes("x"), "text/plain");
    }
    store.put("many-others", bytes("stays"), "text/plain");
    assertThat(store.list("many/"))
        .hasSize(1_203)
        .isSortedAccordingTo(Comparator.comparing(BlobStat::key));
    assertThat(store.deletePrefix("many/")).isEqualTo(1_203);
    assertThat(store.list("many/")).isEmpty();
    assertThat(store.get("many-others")).isEqualTo(bytes("stays"));
    assertThat(store.deletePrefix("many/")).isZero();
    assertThatIllegalArgumentException().isThrownBy(() -> store.deletePrefix(""));
  }

  @Test
  void deletingIsIdempotent() throws Exception {
    store.put("gone", bytes("x"), "text/plain");
    store.delete("gone");
    store.delete("gone");
    assertThat(store.exists("gone")).isFalse();
  }

  @Test
  void errorsSayWhoseFault() throws Exception {
    assertThat(faultOf(() -> store.get("nothing"))).isEqualTo(Fault.NOT_FOUND);
    assertThat(faultOf(() -> store.stat("nothing"))).isEqualTo(Fault.NOT_FOUND);
    store.put("short", bytes("abc"), "text/plain");
    assertThat(faultOf(() -> store.getRange("short", 3, 1))).isEqualTo(Fault.CALLER);
    assertThatIllegalArgumentException().isThrownBy(() -> store.getRange("short", -1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> store.getRange("short", 0, 0));
    try (BlobStore stranger = new BlobStore(config(server.getPort(), "parley", "wrong"), QUICK)) {
      assertThat(faultOf(() -> stranger.get("short"))).isEqualTo(Fault.CONFIGURATION);
    }
    BlobConfig good = config(server.getPort(), "parley", "a secret");
    BlobConfig other =
        new BlobConfig(good.endpoint(), good.region(), "no-such", good.accessKey(), "a secret");
    try (BlobStore bucketless = new BlobStore(other, QUICK)) {
      assertThat(faultOf(() -> bucketless.get("short"))).isEqualTo(Fault.CONFIGURATION);
    }
    assertThat(good.toString()).doesNotContain("a secret");
  }

  @Test
  void brokenConnectionsAreMadeAnewAndTheRestIsFetched() throws Exception {
    byte[] data = random(2_000_000);
    store.put("resumed", data, "video/mp4");
    try (BreakingRelay relay = BreakingRelay.to(server.getPort(), 700_000, 900_000);
        BlobStore far = new BlobStore(config(relay.port(), "parley", "a secret"), QUICK)) {
      assertThat(far.get("resumed")).isEqualTo(data);
      assertThat(relay.connections()).isEqualTo(3);
    }
    try (BreakingRelay relay = BreakingRelay.to(server.getPort(), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        BlobStore far = new BlobStore(config(relay.port(), "parley", "a secret"), QUICK)) {
      assertThat(faultOf(() -> far.get("resumed"))).isEqualTo(Fault.NETWORK);
      assertThat(faultOf(() -> far.put("x", data, "video/mp4"))).isEqualTo(Fault.NETWORK);
    }
  }

  @Test
  void objectThatChangesWhileItIsReadIsNotMixed() throws Exception {
    byte[] before = random(2_000_000);
    byte[] after = random(2_000_001);
    store.put("changing", before, "video/mp4");
    try (BreakingRelay relay = BreakingRelay.to(server.getPort(), 700_000);
        BlobStore far = new BlobStore(config(relay.port(), "parley", "a secret"), QUICK)) {
      OutputStream replacing =
          new OutputStream() {
            private boolean replaced;

            @Override
            public void write(int b) throws IOException {
              throw new IOException("one by one is not expected");
            }

            @Override
            public void write(byte[] data, int from, int length) throws IOException {
              if (!replaced) {
                replaced = true;
                store.put("changing", after, "video/mp4");
              }
            }
          };
      assertThat(faultOf(() -> far.copyTo("changing", replacing))).isEqualTo(Fault.CHANGED);
    }
  }

  @Test
  void whatTheReadersStreamThrowsIsNotRetried() throws Exception {
    store.put("unwanted", bytes("abc"), "text/plain");
    int[] calls = {0};
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            calls[0]++;
            throw new IOException("disk full");
          }
        };
    assertThatThrownBy(() -> store.copyTo("unwanted", full))
        .isNotInstanceOf(BlobException.class)
        .hasMessage("disk full");
    assertThat(calls[0]).isEqualTo(1);
  }

  private static BlobConfig config(int port, String accessKey, String secretKey) {
    return new BlobConfig(
        "http://127.0.0.1:" + port, "us-east-1", "parley-test", accessKey, secretKey);
  }

  private static Fault faultOf(ThrowingCallable call) {
    BlobException thrown = catchThrowableOfType(BlobException.class, call);
    assertThat(thrown).isNotNull();
    return thrown.fault();
  }

  private static byte[] random(int length) {
    byte[] data = new byte[length];
    new Random(length).nextBytes(data);
    return data;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
