package io.parley.bench.measure;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.List;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * Bytes that the threads of another JVM have allocated on its heap, by its own count. The threads
 * that answer this question are left out. Native memory doesn't show.
 */
public final class Allocations implements AutoCloseable {
  private final JMXConnector connector;
  private final ThreadMXBean threads;

  private Allocations(JMXConnector connector, ThreadMXBean threads) {
    this.connector = connector;
    this.threads = threads;
  }

  /**
   * @param pid of a JVM of this user
   * @throws IOException if it can't be asked
   */
  @SuppressWarnings("BanJNDI") // the address is that of a process of our own on this machine
  public static Allocations of(long pid) throws IOException {
    try {
      VirtualMachine jvm = VirtualMachine.attach(Long.toString(pid));
      try {
        JMXConnector connector =
            JMXConnectorFactory.connect(new JMXServiceURL(jvm.startLocalManagementAgent()));
        MBeanServerConnection server = connector.getMBeanServerConnection();
        return new Allocations(
            connector,
            ManagementFactory.newPlatformMXBeanProxy(
                server, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class));
      } finally {
        jvm.detach();
      }
    } catch (AttachNotSupportedException e) {
      throw new IOException("can't attach to the JVM " + pid, e);
    }
  }

  /** Since each thread began; a thread that has ended no longer counts. */
  public long bytes() {
    ThreadInfo[] infos = threads.getThreadInfo(threads.getAllThreadIds());
    List<Long> counted = new ArrayList<>();
    for (ThreadInfo info : infos) {
      if (info != null && !info.getThreadName().matches("(RMI|JMX|Attach).*")) {
        counted.add(info.getThreadId());
      }
    }
    long[] ids = counted.stream().mapToLong(Long::longValue).toArray();
    long sum = 0;
    for (long bytes : threads.getThreadAllocatedBytes(ids)) {
      sum += Math.max(0, bytes);
    }
    return sum;
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
