package io.parley.web.http;

import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The built front end, from the class path's {@code web/}. Files with a hash in their name never
 * change and are cached for good; a page address that is no file gets {@code index.html}, whose
 * script knows the pages.
 */
public final class StaticFiles {
  private static final Pattern SAFE = Pattern.compile("(?:/[A-Za-z0-9_@-][A-Za-z0-9._@-]*)+");
  private static final Pattern HASHED = Pattern.compile("/assets/.+-[A-Za-z0-9_-]{8,}\\.\\w+");
  private static final Set<String> WORTH_GZIP =
      Set.of("html", "js", "css", "svg", "json", "map", "webmanifest", "txt");

  private final ClassLoader loader;
  private final String root;
  private final Map<String, Optional<StaticFile>> files = new ConcurrentHashMap<>();

  /**
   * @param root folder on the class path without slashes around it, such as {@code web}
   */
  public StaticFiles(ClassLoader loader, String root) {
    this.loader = loader;
    this.root = root;
  }

  private record StaticFile(byte[] bytes, byte @Nullable [] gzip, String type, String etag) {}

  /** Answers with the file, with the page, or with 404. */
  public void serve(Context ctx) throws IOException {
    String path = ctx.path();
    Optional<StaticFile> file = path.equals("/") ? Optional.empty() : find(path);
    if (file.isPresent()) {
      boolean forGood = HASHED.matcher(path).matches();
      send(
          ctx, file.get(), forGood ? "public, max-age=31536000, immutable" : "public, max-age=300");
      return;
    }
    Optional<StaticFile> page = looksLikeFile(path) ? Optional.empty() : find("/index.html");
    if (page.isEmpty()) {
      throw Problem.notFound();
    }
    send(ctx, page.get(), "no-cache");
  }

  private static void send(Context ctx, StaticFile file, String caching) {
    ctx.header("Cache-Control", caching);
    ctx.header("ETag", file.etag());
    ctx.header("Vary", "Accept-Encoding");
    ctx.contentType(file.type());
    ctx.disableCompression();
    if (file.etag().equals(ctx.header("If-None-Match"))) {
      ctx.status(304);
      return;
    }
    byte[] gzip = file.gzip();
    String accepted = ctx.header("Accept-Encoding");
    if (gzip != null && accepted != null && accepted.contains("gzip")) {
      ctx.header("Content-Encoding", "gzip");
      ctx.result(gzip);
    } else {
      ctx.result(file.bytes());
    }
  }

  private Optional<StaticFile> find(String path) throws IOException {
    Optional<StaticFile> known = files.get(path);
    if (known != null) {
      return known;
    }
    if (!SAFE.matcher(path).matches()) {
      return Optional.empty();
    }
    Optional<StaticFile> read = read(path);
    if (read.isPresent()) {
      files.put(path, read);
    }
    return read;
  }

  private Optional<StaticFile> read(String path) throws IOException {
    if (!looksLikeFile(path)) {
      return Optional.empty();
    }
    try (InputStream in = loader.getResourceAsStream(root + path)) {
      if (in == null) {
        return Optional.empty();
      }
      byte[] bytes = in.readAllBytes();
      String extension = path.substring(path.lastIndexOf('.') + 1);
      byte[] gzip = WORTH_GZIP.contains(extension) ? gzip(bytes) : null;
      String type = ContentTypes.ofName(path);
      return Optional.of(new StaticFile(bytes, gzip, type, etag(bytes)));
    }
  }

  private static boolean looksLikeFile(String path) {
    return path.lastIndexOf('.') > path.lastIndexOf('/');
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    }
    return out.toByteArray();
  }

  private static String etag(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      String text = Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
      return "\"" + text.substring(0, 22) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
