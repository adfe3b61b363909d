package io.parley.web.http;

import java.util.Map;

/**
 * Ends a request with a problem document (RFC 9457). The code is stable: the front end translates
 * it; the detail is for developers.
 */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final transient Map<String, String> fields;
  private final transient Map<String, String> headers;

  private Problem(
      int status,
      String code,
      String detail,
      Map<String, String> fields,
      Map<String, String> headers) {
    super(detail, null, false, false);
    this.status = status;
    this.code = code;
    this.fields = Map.copyOf(fields);
    this.headers = Map.copyOf(headers);
  }

  /**
   * @param status of HTTP, 400–599
   * @param code lower case, hyphenated
   */
  public static Problem of(int status, String code, String detail) {
    return new Problem(status, code, detail, Map.of(), Map.of());
  }

  /** A field of the request is wrong; its code tells how. The problem bears the same code. */
  public static Problem field(String field, String code, String detail) {
    return new Problem(422, code, detail, Map.of(field, code), Map.of());
  }

  public static Problem notFound() {
    return of(404, "not-found", "There is no such thing, or you may not know of it.");
  }

  public static Problem forbidden() {
    return of(403, "forbidden", "You may not do this.");
  }

  public static Problem loginRequired() {
    return of(401, "login-required", "Sign in first.");
  }

  /** The same problem with one more response header. */
  public Problem with(String header, String value) {
    return new Problem(status, code, detail(), fields, Map.of(header, value));
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  public String detail() {
    String message = getMessage();
    return message == null ? "" : message;
  }

  public Map<String, String> fields() {
    return fields;
  }

  public Map<String, String> headers() {
    return headers;
  }
}
