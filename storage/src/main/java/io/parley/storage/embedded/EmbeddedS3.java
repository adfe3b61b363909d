package io.parley.storage.embedded;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * An S3 server on the loopback interface that keeps objects as plain files: {@code
 * dataDir/bucket/key}. Requests are signed (AWS Signature Version 4) with the given credentials.
 *
 * <p>It has no lifecycle rules, versions, tags or server-side encryption; nothing in Parley relies
 * on them.
 */
public final class EmbeddedS3 implements AutoCloseable {
  private final S3Proxy server;
  private final String accessKey;
  private final String secretKey;

  private EmbeddedS3(S3Proxy server, String accessKey, String secretKey) {
    this.server = server;
    this.accessKey = accessKey;
    this.secretKey = secretKey;
  }

  /**
   * @param dataDir made if missing
   * @param port 0 picks a free one
   * @throws IOException if the port is taken or the directory can't be written
   */
  public static EmbeddedS3 start(Path dataDir, int port, String accessKey, String secretKey)
      throws IOException {
    Files.createDirectories(dataDir);
    S3Proxy server =
        S3Proxy.builder()
            .blobStore(new FilesystemNio2BlobStore(dataDir.toString()))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, accessKey, secretKey)
            .endpoint(URI.create("http://127.0.0.1:" + port))
            .ignoreUnknownHeaders(true)
            .v4MaxNonChunkedRequestSize(256L << 20)
            .build();
    try {
      server.start();
    } catch (Exception e) {
      throw new IOException("the S3 server did not start on port " + port, e);
    }
    return new EmbeddedS3(server, accessKey, secretKey);
  }

  public String endpoint() {
    return "http://127.0.0.1:" + server.getPort();
  }

  public String accessKey() {
    return accessKey;
  }

  public String secretKey() {
    return secretKey;
  }

  @Override
  public void close() throws IOException {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IOException("the S3 server did not stop in order", e);
    }
  }
}
