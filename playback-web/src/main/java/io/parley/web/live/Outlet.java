package io.parley.web.live;

import java.util.function.Consumer;

/** The way to one browser. */
public interface Outlet {

  /**
   * Starts sending; returns at once.
   *
   * @param done called once, on any thread: true when the text is on its way and the next may
   *     follow, false when the browser is gone
   */
  void send(String text, Consumer<Boolean> done);

  /** Cuts the connection at once, without a farewell. */
  void cut();
}
