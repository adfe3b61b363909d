package io.parley.bench.measure;

import java.util.Locale;

/** Which part of the product a process is. */
enum ProcessRole {
  /** Web server and object store. */
  MAIN,
  JOBS,
  SFU,
  BROKER,
  DATABASE,
  OTHER;

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static ProcessRole of(String commandLine) {
    if (commandLine.contains("io.parley.standalone.Main up")) {
      return MAIN;
    }
    if (commandLine.contains("io.parley.standalone.Main run sfu")) {
      return SFU;
    }
    if (commandLine.contains("io.parley.standalone.Main run jobs")) {
      return JOBS;
    }
    if (commandLine.contains("KafkaBrokerMain")) {
      return BROKER;
    }
    return commandLine.contains("postgres") ? DATABASE : OTHER;
  }
}
