package io.parley.sfu.fuzz;

/**
 * What Jazzer calls. With a parser's name as argument it fuzzes that one; without, the first byte
 * of each input chooses.
 */
public final class FuzzTarget {
  private static Parser chosen;

  private FuzzTarget() {}

  /** Called once. */
  public static void fuzzerInitialize(String[] arguments) {
    chosen = arguments.length == 0 ? null : Parser.valueOf(arguments[0]);
  }

  /** Called again and again. */
  public static void fuzzerTestOneInput(byte[] data) throws Exception {
    if (chosen != null) {
      chosen.read(data);
    } else if (data.length > 0) {
      Parser[] all = Parser.values();
      all[(data[0] & 0xff) % all.length].read(java.util.Arrays.copyOfRange(data, 1, data.length));
    }
  }
}
