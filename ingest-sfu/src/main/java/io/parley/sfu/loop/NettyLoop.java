package io.parley.sfu.loop;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** The loop of a transport's Netty thread: meetings live where their packets arrive. */
public final class NettyLoop implements EventLoop {
  private final io.netty.util.concurrent.EventExecutor executor;
  private final MicroClock clock;

  public NettyLoop(io.netty.util.concurrent.EventExecutor executor, MicroClock clock) {
    this.executor = executor;
    this.clock = clock;
  }

  @Override
  public void execute(Runnable task) {
    executor.execute(task);
  }

  @Override
  public Timer after(long delayMicros, Runnable task) {
    return cancelling(executor.schedule(task, delayMicros, TimeUnit.MICROSECONDS));
  }

  @Override
  public Timer every(long periodMicros, Runnable task) {
    return cancelling(
        executor.scheduleWithFixedDelay(
            guarded(task), periodMicros, periodMicros, TimeUnit.MICROSECONDS));
  }

  @Override
  public MicroClock clock() {
    return clock;
  }

  /** A periodic task that throws once would never run again: log it and go on. */
  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        org.slf4j.LoggerFactory.getLogger(NettyLoop.class).error("A periodic task failed", e);
      }
    };
  }

  private static Timer cancelling(ScheduledFuture<?> future) {
    return () -> future.cancel(false);
  }
}
