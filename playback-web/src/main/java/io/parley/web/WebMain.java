package io.parley.web;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Runs the web server on its own: {@code WebMain web.properties}. */
public final class WebMain {
  private WebMain() {}

  public static void main(String[] args) throws InterruptedException {
    if (args.length != 1) {
      System.err.println("usage: WebMain <file.properties>");
      System.exit(2);
    }
    WebServer server;
    try {
      server = WebServer.start(WebSettings.read(Path.of(args[0])));
    } catch (IOException | RuntimeException e) {
      System.err.println("the web server did not start: " + e.getMessage());
      System.exit(1);
      return;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "web-shutdown"));
    System.out.println("the web server answers on port " + server.port());
    new CountDownLatch(1).await();
  }
}
