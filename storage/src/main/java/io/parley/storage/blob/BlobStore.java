package io.parley.storage.blob;

import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.RemoveObjectsArgs;
import io.minio.Result;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.UploadObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.messages.DeleteRequest;
import io.minio.messages.DeleteResult;
import io.minio.messages.Item;
import io.parley.storage.blob.BlobException.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * One bucket of an S3 server. Every write is a whole put under a key that the content determines,
 * so a repeated write does no harm; requests that fail for a passing reason are tried again as the
 * {@link RetryPolicy} says, and what fails for good says whose fault it is ({@link
 * BlobException#fault()}). Any thread may use it.
 */
public final class BlobStore implements AutoCloseable {
  private static final int DELETE_BATCH = 1_000;
  private static final int COPY_BUFFER = 64 * 1024;
  private static final Set<String> BUCKET_IS_THERE =
      Set.of("BucketAlreadyOwnedByYou", "BucketAlreadyExists");

  private final BlobConfig config;
  private final RetryPolicy retry;
  private final OkHttpClient http;
  private final MinioClient client;

  public BlobStore(BlobConfig config) {
    this(config, RetryPolicy.DEFAULT);
  }

  public BlobStore(BlobConfig config, RetryPolicy retry) {
    this.config = config;
    this.retry = retry;
    this.http =
        new OkHttpClient.Builder()
            .connectTimeout(Duration.ofSeconds(5))
            .readTimeout(Duration.ofSeconds(60))
            .writeTimeout(Duration.ofSeconds(60))
            .build();
    this.client =
        MinioClient.builder()
            .endpoint(config.endpoint())
            .region(config.region())
            .credentials(config.accessKey(), config.secretKey())
            .httpClient(http)
            .build();
    // Retries are counted in one place, here.
    this.client.setRetry(Set.of(), 0L, 0);
  }

  /** Makes the bucket if it isn't there; two processes may do so at once. */
  public void ensureBucket() throws IOException {
    String bucket = config.bucket();
    request(
        "make bucket " + bucket,
        () -> {
          if (!client.bucketExists(BucketExistsArgs.builder().bucket(bucket).build())) {
            try {
              client.makeBucket(MakeBucketArgs.builder().bucket(bucket).build());
            } catch (ErrorResponseException e) {
              if (!BUCKET_IS_THERE.contains(e.errorResponse().code())) {
                throw e;
              }
            }
          }
          return true;
        });
  }

  /** Writes or replaces an object. */
  public void put(String key, byte[] data, String contentType) throws IOException {
    request(
        "put " + key,
        () ->
            client.putObject(
                PutObjectArgs.builder()
                    .bucket(config.bucket())
                    .object(key)
                    .data(data, data.length)
                    .contentType(contentType)
                    .maxRetries(1)
                    .build()));
  }

  /**
   * Writes or replaces an object; large files go in parts.
   *
   * @throws NoSuchFileException if there is no such file
   */
  public void put(String key, Path file, String contentType) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString());
    }
    if (Files.size(file) == 0) {
      put(key, new byte[0], contentType);
      return;
    }
    request(
        "put " + key,
        () ->
            client.uploadObject(
                UploadObjectArgs.builder()
                    .bucket(config.bucket())
                    .object(key)
                    .filename(file.toString())
                    .contentType(contentType)
                    .maxRetries(1)
                    .build()));
  }

  /**
   * The whole object in memory; for large ones use {@link #copyTo}.
   *
   * @throws BlobException with {@link Fault#NOT_FOUND} if there is none
   */
  public byte[] get(String key) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    copy(key, 0, -1, out);
    return out.toByteArray();
  }

  /**
   * @param offset of the first byte
   * @param length at least 1; fewer bytes come back where the object ends before
   * @throws BlobException with {@link Fault#CALLER} if the object ends before {@code offset}
   */
  public byte[] getRange(String key, long offset, long length) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream((int) Math.min(length, 1 << 20));
    copyTo(key, offset, length, out);
    return out.toByteArray();
  }

  /**
   * Streams the whole object.
   *
   * @return how many bytes were written
   */
  public long copyTo(String key, OutputStream out) throws IOException {
    return copy(key, 0, -1, out);
  }

  /**
   * Streams a part of the object. A connection that breaks on the way is made anew for the rest, as
   * long as the object is still the same.
   *
   * @return how many bytes were written
   * @throws IOException what {@code out} throws, as it is
   */
  public long copyTo(String key, long offset, long length, OutputStream out) throws IOException {
    if (offset < 0 || length < 1) {
      throw new IllegalArgumentException("no range: " + length + " bytes from " + offset);
    }
    return copy(key, offset, length, out);
  }

  private long copy(String key, long offset, long length, OutputStream out) throws IOException {
    Progress progress = new Progress();
    return retry.run(() -> copyRest(key, offset, length, out, progress));
  }

  private static final class Progress {
    private long done;
    private @Nullable String etag;
  }

  private long copyRest(String key, long offset, long length, OutputStream out, Progress progress)
      throws IOException {
    if (length >= 0 && progress.done == length) {
      return length;
    }
    String doing = "get " + key;
    try (GetObjectResponse in = open(doing, key, offset, length, progress)) {
      progress.etag = in.headers().get("ETag");
      byte[] buffer = new byte[COPY_BUFFER];
      for (int n = read(doing, in, buffer); n >= 0; n = read(doing, in, buffer)) {
        out.write(buffer, 0, n);
        progress.done += n;
      }
      return progress.done;
    }
  }

  private GetObjectResponse open(
      String doing, String key, long offset, long length, Progress progress) throws IOException {
    GetObjectArgs.Builder args = GetObjectArgs.builder().bucket(config.bucket()).object(key);
    if (offset + progress.done > 0 || length >= 0) {
      args.offset(offset + progress.done);
    }
    if (length >= 0) {
      args.length(length - progress.done);
    }
    if (progress.etag != null) {
      args.matchETag(progress.etag);
    }
    try {
      return client.getObject(args.build());
    } catch (MinioException | IllegalStateException e) {
      // the client wraps the end of a connection before the answer in IllegalStateException
      throw Faults.of(doing, e);
    }
  }

  private static int read(String doing, GetObjectResponse in, byte[] buffer) throws IOException {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw Faults.of(doing, e);
    }
  }

  /**
   * @throws BlobException with {@link Fault#NOT_FOUND} if there is no such object
   */
  public BlobStat stat(String key) throws IOException {
    StatObjectResponse stat =
        request(
            "stat " + key,
            () ->
                client.statObject(
                    StatObjectArgs.builder().bucket(config.bucket()).object(key).build()));
    return new BlobStat(key, stat.size(), unquoted(stat.etag()), stat.lastModified().toInstant());
  }

  public boolean exists(String key) throws IOException {
    try {
      stat(key);
      return true;
    } catch (BlobException e) {
      if (e.fault() == Fault.NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  /** All objects whose key starts with {@code prefix}, by key; pages are fetched as needed. */
  public List<BlobStat> list(String prefix) throws IOException {
    return request(
        "list " + prefix,
        () -> {
          List<BlobStat> found = new ArrayList<>();
          ListObjectsArgs args =
              ListObjectsArgs.builder()
                  .bucket(config.bucket())
                  .prefix(prefix)
                  .recursive(true)
                  .build();
          for (Result<Item> result : client.listObjects(args)) {
            Item item = result.get();
            found.add(
                new BlobStat(
                    item.objectName(),
                    item.size(),
                    unquoted(item.etag()),
                    item.lastModified().toInstant()));
          }
          return List.copyOf(found);
        });
  }

  /** Deletes one object; it is no error if there is none. */
  public void delete(String key) throws IOException {
    request(
        "delete " + key,
        () -> {
          client.removeObject(
              RemoveObjectArgs.builder().bucket(config.bucket()).object(key).build());
          return true;
        });
  }

  /**
   * Deletes every object whose key starts with {@code prefix}.
   *
   * @return how many there were
   * @throws IllegalArgumentException if the prefix is empty: nobody wants to delete the bucket
   * @throws BlobException if any of them could not be deleted; doing it again is safe
   */
  public int deletePrefix(String prefix) throws IOException {
    if (prefix.isEmpty()) {
      throw new IllegalArgumentException("the prefix to delete is empty");
    }
    List<String> keys = list(prefix).stream().map(BlobStat::key).toList();
    for (int from = 0; from < keys.size(); from += DELETE_BATCH) {
      deleteAll(prefix, keys.subList(from, Math.min(from + DELETE_BATCH, keys.size())));
    }
    return keys.size();
  }

  private void deleteAll(String prefix, List<String> keys) throws IOException {
    RemoveObjectsArgs args =
        RemoveObjectsArgs.builder()
            .bucket(config.bucket())
            .objects(keys.stream().map(DeleteRequest.Object::new).toList())
            .build();
    request(
        "delete " + prefix,
        () -> {
          for (Result<DeleteResult.Error> result : client.removeObjects(args)) {
            DeleteResult.Error error = result.get();
            throw new IOException(error.objectName() + ": " + error.code());
          }
          return true;
        });
  }

  @Override
  public void close() throws IOException {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }

  private interface Request<T> {
    T send() throws MinioException, IOException;
  }

  private <T> T request(String doing, Request<T> request) throws IOException {
    return retry.run(
        () -> {
          try {
            return request.send();
          } catch (MinioException | IOException | IllegalStateException e) {
            throw Faults.of(doing, e);
          }
        });
  }

  private static String unquoted(String etag) {
    return etag.replace("\"", "");
  }
}
