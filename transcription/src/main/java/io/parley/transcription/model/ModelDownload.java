package io.parley.transcription.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Downloads one file over HTTP: resumes what an earlier attempt left (RFC 9110 §14), gives up when
 * nothing comes, and keeps nothing that has the wrong checksum.
 */
final class ModelDownload {
  private static final int ATTEMPTS = 3;
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-\\d+/(\\d+|\\*)");

  private final ModelSettings settings;
  private final ModelSettings.Official official;
  private final Path part;
  private final DownloadProgress progress;
  private final long deadlineNanos;

  ModelDownload(
      ModelSettings settings,
      ModelSettings.Official official,
      Path part,
      DownloadProgress progress) {
    this.settings = settings;
    this.official = official;
    this.part = part;
    this.progress = progress;
    deadlineNanos = System.nanoTime() + settings.longest().toNanos();
  }

  /**
   * @return the whole file with the right checksum
   * @throws IOException with the reason in one sentence; what came is kept only if it may be the
   *     beginning of the right file
   */
  Path fetch() throws IOException {
    boolean resumed = Files.exists(part);
    receive();
    if (resumed && !checksum().equals(wanted())) {
      // The beginning was of another file: once more from nothing.
      Files.delete(part);
      receive();
    }
    String actual = checksum();
    if (!actual.equals(wanted())) {
      long size = Files.size(part);
      Files.delete(part);
      throw new IOException(
          "%s is not the expected file: %d bytes with sha256 %s instead of %s"
              .formatted(official.url(), size, actual, wanted()));
    }
    return part;
  }

  private String wanted() {
    return official.sha256().toLowerCase(Locale.ROOT);
  }

  private void receive() throws IOException {
    for (int attempt = 1; ; attempt++) {
      long before = Files.exists(part) ? Files.size(part) : 0;
      try {
        attempt(before);
        return;
      } catch (Incomplete e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** The connection broke: another attempt may get the rest. */
  private static final class Incomplete extends IOException {
    Incomplete(String message) {
      super(message);
    }
  }

  private void attempt(long have) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) official.url().toURL().openConnection();
    try {
      connection.setConnectTimeout(millis(settings.connectTimeout()));
      connection.setReadTimeout(millis(settings.stallTimeout()));
      connection.setRequestProperty("Accept-Encoding", "identity");
      if (have > 0) {
        connection.setRequestProperty("Range", "bytes=" + have + "-");
      }
      int status = connection.getResponseCode();
      if (status == 416) {
        // Nothing is left to send: whole, or not this file. The checksum decides.
        return;
      }
      boolean resumes = status == 206 && startsAt(connection, have);
      if (status != 200 && !resumes) {
        throw new IOException("%s answered with status %d".formatted(official.url(), status));
      }
      long from = resumes ? have : 0;
      long length = connection.getContentLengthLong();
      copy(connection, from, length < 0 ? -1 : from + length);
    } catch (SocketTimeoutException e) {
      throw new IOException(
          "%s sent nothing for %d s".formatted(official.url(), settings.stallTimeout().toSeconds()),
          e);
    } finally {
      connection.disconnect();
    }
  }

  private static boolean startsAt(HttpURLConnection connection, long have) {
    String range = connection.getHeaderField("Content-Range");
    Matcher matcher = CONTENT_RANGE.matcher(range == null ? "" : range);
    return matcher.matches() && Long.parseLong(matcher.group(1)) == have;
  }

  private void copy(HttpURLConnection connection, long from, long total) throws IOException {
    long done = from;
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = connection.getInputStream();
        OutputStream out =
            Files.newOutputStream(
                part,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                from > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
        done += n;
        progress.downloaded(done, total);
        if (System.nanoTime() > deadlineNanos) {
          throw new IOException(
              "%s is too slow: %d bytes in %d s; the next start goes on from there"
                  .formatted(official.url(), done, settings.longest().toSeconds()));
        }
      }
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      if (total >= 0 && done < total && System.nanoTime() <= deadlineNanos) {
        throw new Incomplete(broken(done, total));
      }
      throw e;
    }
    if (total >= 0 && done < total) {
      throw new Incomplete(broken(done, total));
    }
  }

  private String broken(long done, long total) {
    return "%s broke off after %d of %d bytes".formatted(official.url(), done, total);
  }

  private String checksum() throws IOException {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      if (Files.exists(part)) {
        try (InputStream in = new DigestInputStream(Files.newInputStream(part), sha256)) {
          in.transferTo(OutputStream.nullOutputStream());
        }
      }
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static int millis(Duration duration) {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(1, duration.toMillis()));
  }
}
