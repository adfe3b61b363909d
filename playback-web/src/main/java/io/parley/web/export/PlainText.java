package io.parley.web.export;

/** What people typed, made fit to stand in a document. */
final class PlainText {
  private PlainText() {}

  /**
   * One line: any run of white space becomes a blank; characters that no document may hold (control
   * characters, lone surrogates, the signs that turn reading direction) are left out.
   */
  static String line(String untrusted) {
    StringBuilder line = new StringBuilder();
    untrusted
        .codePoints()
        .map(c -> Character.isWhitespace(c) || Character.isSpaceChar(c) ? ' ' : c)
        .filter(PlainText::isAllowed)
        .forEach(
            c -> {
              boolean blankAgain =
                  c == ' ' && (line.isEmpty() || line.charAt(line.length() - 1) == ' ');
              if (!blankAgain) {
                line.appendCodePoint(c);
              }
            });
    return line.toString().strip();
  }

  private static boolean isAllowed(int c) {
    boolean turns = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    boolean surrogate = c >= 0xD800 && c <= 0xDFFF;
    return !Character.isISOControl(c) && !turns && !surrogate && (c & 0xFFFE) != 0xFFFE;
  }
}
