package io.parley.sfu.loop;

/**
 * One thread that runs tasks in the order they were given. What belongs to a loop is touched by no
 * other thread, so it needs no lock. Tasks never block.
 */
public interface EventLoop {

  /** Runs a task soon. Any thread may call it; the order of one caller's tasks is kept. */
  void execute(Runnable task);

  /** Runs a task once, {@code delayMicros} from now. Any thread may call it. */
  Timer after(long delayMicros, Runnable task);

  /** Runs a task again and again, at most once per period. Any thread may call it. */
  Timer every(long periodMicros, Runnable task);

  MicroClock clock();

  /** A task that is still to run. */
  interface Timer {
    /** The task does not start after this, if called on the loop. May be called twice. */
    void cancel();
  }
}
