package io.parley.web.access;

/** What can be allowed or not, about one meeting. */
public enum Right {
  /** Know that it exists, and its subject and times. */
  SEE_MEETING,
  /** Follow it while it runs: live socket, chat, who is there. */
  FOLLOW,
  /** See what it left behind: recording, transcript, minutes, exports; search it. */
  SEE_CONTENT,
  /** Change, end and delete it, edit its minutes. */
  HOST
}
