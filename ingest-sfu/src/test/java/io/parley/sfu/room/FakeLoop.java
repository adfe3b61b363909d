package io.parley.sfu.room;

import io.parley.sfu.loop.EventLoop;
import io.parley.sfu.loop.MicroClock;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/** A loop whose time moves when the test says so. */
public final class FakeLoop implements EventLoop, MicroClock {
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final PriorityQueue<Planned> timers =
      new PriorityQueue<>(Comparator.comparingLong(planned -> planned.due));
  private long micros = 1_000_000;

  private static final class Planned {
    final Runnable task;
    final long period;
    long due;
    boolean cancelled;

    Planned(Runnable task, long due, long period) {
      this.task = task;
      this.due = due;
      this.period = period;
    }
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public Timer after(long delayMicros, Runnable task) {
    return plan(new Planned(task, micros + delayMicros, 0));
  }

  @Override
  public Timer every(long periodMicros, Runnable task) {
    return plan(new Planned(task, micros + periodMicros, periodMicros));
  }

  private Timer plan(Planned planned) {
    timers.add(planned);
    return () -> planned.cancelled = true;
  }

  @Override
  public MicroClock clock() {
    return this;
  }

  @Override
  public long epochMicros() {
    return 1_700_000_000_000_000L + micros;
  }

  @Override
  public long monotonicMicros() {
    return micros;
  }

  /** Timers that are still to run. */
  int planned() {
    return (int) timers.stream().filter(planned -> !planned.cancelled).count();
  }

  public void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  public void pass(long seconds) {
    passMicros(seconds * 1_000_000);
  }

  /** Lets some microseconds pass. */
  public void passMicros(long span) {
    long until = micros + span;
    runTasks();
    while (!timers.isEmpty() && timers.peek().due <= until) {
      Planned next = timers.poll();
      if (next.cancelled) {
        continue;
      }
      micros = Math.max(micros, next.due);
      next.task.run();
      runTasks();
      if (next.period > 0 && !next.cancelled) {
        next.due += next.period;
        timers.add(next);
      }
    }
    micros = until;
  }
}
