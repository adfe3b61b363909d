/** Object storage over S3, through the MinIO client. */
@NullMarked
package io.parley.storage.blob;

import org.jspecify.annotations.NullMarked;
