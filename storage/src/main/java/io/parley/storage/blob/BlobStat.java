package io.parley.storage.blob;

import java.time.Instant;

/**
 * What is known of an object.
 *
 * @param size bytes
 * @param etag changes with the content; without quotes
 */
public record BlobStat(String key, long size, String etag, Instant lastModified) {}
