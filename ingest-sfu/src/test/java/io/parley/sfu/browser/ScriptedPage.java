package io.parley.sfu.browser;

import org.jspecify.annotations.Nullable;

/** A page in a browser of some make, in which scripts run. One thread. */
interface ScriptedPage extends AutoCloseable {
  /**
   * Runs a script, waits for what it promises, and gives its value.
   *
   * @param expression a function, which is called with the argument, or a value
   */
  @Nullable Object evaluate(String expression, @Nullable Object argument);

  /** As if its power was cut: no goodbye of any kind. */
  void kill();

  @Override
  void close();
}
