package io.parley.storage.embedded;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The broker's own process: formats the log directory if it is new, then runs Kafka. Ends when its
 * standard input does, so that it never outlives the process that started it, however that died.
 */
public final class KafkaBrokerMain {
  private KafkaBrokerMain() {}

  /**
   * @param args the properties file, the log directory, the cluster id
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
    ParentWatch.exitWithParent();
    kafka.Kafka.main(new String[] {properties.toString()});
  }
}
