package io.parley.transcription.model;

/** Is told how far a download has come, from the thread that downloads. */
public interface DownloadProgress {
  /** Tells nobody. */
  DownloadProgress SILENT = (bytes, total) -> {};

  /**
   * @param bytes received so far, including what an earlier attempt left
   * @param total size of the file; -1 while unknown
   */
  void downloaded(long bytes, long total);
}
