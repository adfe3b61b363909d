package io.parley.storage.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The broker's own process: formats the log directory if it is new, then runs Kafka. Ends when its
 * standard input does, so that it never outlives the process that started it, however that died.
 */
public final class KafkaBrokerMain {
  private KafkaBrokerMain() {}

  /**
   * @param args the properties file, the cluster id
   */
  public static void main(String[] args) throws Exception {
    Path properties = Path.of(args[0]);
    Path meta = Path.of(args[1]).resolve("meta.properties");
    if (!Files.exists(meta)) {
      int failed =
          kafka.tools.StorageTool.execute(
              new String[] {"format", "--standalone", "-t", args[2], "-c", properties.toString()},
              System.out);
      if (failed != 0) {
        System.exit(failed);
      }
    }
    Thread watch = new Thread(KafkaBrokerMain::exitWithParent, "parent-watch");
    watch.setDaemon(true);
    watch.start();
    kafka.Kafka.main(new String[] {properties.toString()});
  }

  private static void exitWithParent() {
    try {
      while (System.in.read() >= 0) {
        // nothing is ever said; only the end matters
      }
    } catch (IOException e) {
      // a broken pipe is an end too
    }
    System.exit(0);
  }
}
