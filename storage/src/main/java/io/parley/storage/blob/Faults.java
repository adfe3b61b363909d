package io.parley.storage.blob;

import io.minio.errors.ErrorResponseException;
import io.minio.errors.InsufficientDataException;
import io.minio.errors.InvalidResponseException;
import io.minio.errors.MinioException;
import io.minio.errors.ServerException;
import io.minio.errors.XmlParserException;
import io.parley.storage.blob.BlobException.Fault;
import java.io.IOException;
import java.util.Set;

/** Tells from what the client threw whose fault it was. */
final class Faults {
  private static final Set<String> CONFIGURATION =
      Set.of(
          "AccessDenied",
          "InvalidAccessKeyId",
          "SignatureDoesNotMatch",
          "NoSuchBucket",
          "InvalidBucketName",
          "AuthorizationHeaderMalformed",
          "RequestTimeTooSkewed",
          "PermanentRedirect");
  private static final Set<String> BUSY =
      Set.of("SlowDown", "SlowDownRead", "SlowDownWrite", "RequestTimeout", "InternalError");

  private Faults() {}

  static BlobException of(String doing, Exception e) {
    Fault fault = faultOf(e);
    return new BlobException(fault, doing + ": " + fault + ": " + e.getMessage(), e);
  }

  private static Fault faultOf(Exception e) {
    if (e instanceof ErrorResponseException answered) {
      return faultOf(answered.errorResponse().code(), answered.response().code());
    }
    if (e instanceof ServerException
        || e instanceof InvalidResponseException
        || e instanceof XmlParserException) {
      return Fault.SERVER;
    }
    if (e instanceof InsufficientDataException) {
      return Fault.NETWORK;
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException) {
        return Fault.NETWORK;
      }
      if (cause != e && cause instanceof MinioException inner) {
        return faultOf(inner);
      }
    }
    return e instanceof IllegalArgumentException ? Fault.CALLER : Fault.CONFIGURATION;
  }

  private static Fault faultOf(String code, int status) {
    if (CONFIGURATION.contains(code)) {
      return Fault.CONFIGURATION;
    }
    if (BUSY.contains(code) || status >= 500 || status == 429 || status == 408) {
      return Fault.SERVER;
    }
    if (status == 412) {
      return Fault.CHANGED;
    }
    if (status == 404) {
      return Fault.NOT_FOUND;
    }
    return status == 401 || status == 403 ? Fault.CONFIGURATION : Fault.CALLER;
  }
}
