package io.parley.bench.unit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Configuration files of Janus: the videoroom over WebSocket and nothing else, ICE lite as our SFU
 * has it, no recording, no events, only errors logged. Everything else is as Janus has it by
 * itself.
 */
final class JanusConfig {
  private static final List<String> OTHER_PLUGINS =
      List.of(
          "audiobridge",
          "duktape",
          "echotest",
          "lua",
          "nosip",
          "recordplay",
          "sip",
          "streaming",
          "textroom",
          "videocall",
          "voicemail");
  private static final List<String> OTHER_TRANSPORTS =
      List.of("http", "mqtt", "nanomsg", "pfunix", "rabbitmq");
  private static final List<String> EVENT_HANDLERS =
      List.of("gelfevh", "mqttevh", "nanomsgevh", "rabbitmqevh", "sampleevh", "wsevh");

  private JanusConfig() {}

  /** Writes them; returns the main file. */
  static Path write(Path directory, String host, int port, String secret) throws IOException {
    Files.createDirectories(directory);
    Path main = directory.resolve("janus.jcfg");
    Files.writeString(
        main,
        """
        general: {
          debug_level = 2
          debug_timestamps = false
          admin_secret = "%s"
          session_timeout = 0
        }
        nat: {
          ice_lite = true
          ice_enforce_list = "%s"
        }
        plugins: { disable = "%s" }
        transports: { disable = "%s" }
        loggers: { disable = "libjanus_jsonlog.so" }
        events: { broadcast = false
          disable = "%s" }
        """
            .formatted(
                secret,
                host,
                libraries(OTHER_PLUGINS),
                libraries(OTHER_TRANSPORTS),
                libraries(EVENT_HANDLERS)));
    Files.writeString(
        directory.resolve("janus.transport.websockets.jcfg"),
        """
        general: {
          json = "compact"
          ws = true
          ws_port = %d
          ws_ip = "%s"
          wss = false
        }
        admin: { admin_ws = false
          admin_wss = false }
        """
            .formatted(port, host));
    Files.writeString(directory.resolve("janus.plugin.videoroom.jcfg"), "general: { }\n");
    return main;
  }

  private static String libraries(List<String> names) {
    return names.stream().map(name -> "libjanus_" + name + ".so").collect(Collectors.joining(","));
  }
}
