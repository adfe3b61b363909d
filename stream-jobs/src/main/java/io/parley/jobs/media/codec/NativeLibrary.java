package io.parley.jobs.media.codec;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;

/**
 * Loads FFmpeg once per process. Bad frames are counted by those who decode, so it logs nothing.
 */
final class NativeLibrary {
  private static final String CACHE_PROPERTY = "org.bytedeco.javacpp.cachedir";

  static {
    if (System.getProperty(CACHE_PROPERTY) == null) {
      String user = System.getProperty("user.name", "any");
      Path cache = Path.of(System.getProperty("java.io.tmpdir"), "parley-native-" + user);
      System.setProperty(CACHE_PROPERTY, cache.toString());
    }
    loadUninterrupted();
    av_log_set_level(AV_LOG_QUIET);
  }

  /**
   * On a thread of its own: unpacking the libraries takes file locks, and an interrupt meant for
   * the task that happens to be first would make them unusable for the life of the process.
   */
  private static void loadUninterrupted() {
    FutureTask<Boolean> loading = new FutureTask<>(new Libraries());
    new Thread(loading, "native-libraries").start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          loading.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw new IllegalStateException("FFmpeg's libraries can't be loaded", e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A class of its own: this one is being initialised, and its methods wait until that is over. */
  private static final class Libraries implements Callable<Boolean> {
    @Override
    public Boolean call() {
      Loader.load(avutil.class);
      Loader.load(avcodec.class);
      Loader.load(swscale.class);
      return true;
    }
  }

  private NativeLibrary() {}

  static void load() {
    // The static initialiser has run.
  }

  /**
   * @throws CodecException if {@code result} is an error of libav
   */
  static int check(int result, String what) {
    if (result >= 0) {
      return result;
    }
    try (BytePointer text = new BytePointer(128)) {
      text.zero();
      av_strerror(result, text, 128);
      throw new CodecException(what + ": " + text.getString().trim());
    }
  }
}
