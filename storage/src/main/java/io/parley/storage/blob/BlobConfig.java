package io.parley.storage.blob;

/**
 * Where the objects are.
 *
 * @param endpoint {@code http://host:port} or {@code https://…}
 * @param region such as {@code us-east-1}; most own servers take any
 */
public record BlobConfig(
    String endpoint, String region, String bucket, String accessKey, String secretKey) {

  /** Leaves the secret out. */
  @Override
  public String toString() {
    return endpoint + "/" + bucket + " (" + region + ", " + accessKey + ")";
  }
}
