package io.parley.standalone;

/** Why Parley does not start, in one line for the person at the terminal. */
public final class StartupException extends Exception {
  public StartupException(String message) {
    super(message);
  }

  public StartupException(String message, Throwable cause) {
    super(message, cause);
  }
}
