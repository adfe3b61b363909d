package io.parley.web.live;

import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One browser on the live socket. Nobody ever waits for it: what it doesn't take piles up to a
 * bound, then it is cut off (and comes back with a new {@code hello} when it can).
 *
 * <p>Any thread may offer; at most one send is under way.
 */
public final class LiveConnection {
  static final int MAX_MESSAGES = 512;
  static final int MAX_CHARACTERS = 1 << 20;
  private static final int MAX_AWAITED = 64;

  private final MeetingId meetingId;
  private final @Nullable ParticipantId participantId;
  private final Outlet outlet;
  private final Deque<String> waiting = new ArrayDeque<>();
  private final Map<String, String> awaited = new LinkedHashMap<>();
  private int characters;
  private boolean greeted;
  private boolean sending;
  private boolean closed;

  LiveConnection(MeetingId meetingId, @Nullable ParticipantId participantId, Outlet outlet) {
    this.meetingId = meetingId;
    this.participantId = participantId;
    this.outlet = outlet;
  }

  public MeetingId meetingId() {
    return meetingId;
  }

  /** As whom it chats; null for a host who only watches. */
  public @Nullable ParticipantId participantId() {
    return participantId;
  }

  /** Sends this first; what was offered before follows. */
  void greet(String hello) {
    synchronized (this) {
      waiting.addFirst(hello);
      characters += hello.length();
      greeted = true;
    }
    pump();
  }

  /**
   * @return false if the browser has been cut off for being too slow
   */
  boolean offer(String text) {
    synchronized (this) {
      if (closed) {
        return true;
      }
      if (waiting.size() >= MAX_MESSAGES || characters + text.length() > MAX_CHARACTERS) {
        closed = true;
        waiting.clear();
      } else {
        waiting.addLast(text);
        characters += text.length();
      }
    }
    if (closed()) {
      outlet.cut();
      return false;
    }
    pump();
    return true;
  }

  /** Remembers how the sender calls a message that is on its way into the log. */
  synchronized void await(String messageId, String clientId) {
    awaited.put(messageId, clientId);
    if (awaited.size() > MAX_AWAITED) {
      var oldest = awaited.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /** How this browser calls the message; null if it is somebody else's. */
  synchronized @Nullable String arrived(String messageId) {
    return awaited.remove(messageId);
  }

  synchronized void close() {
    closed = true;
    waiting.clear();
  }

  private synchronized boolean closed() {
    return closed;
  }

  private void pump() {
    String next;
    synchronized (this) {
      if (sending || closed || !greeted || waiting.isEmpty()) {
        return;
      }
      next = waiting.removeFirst();
      characters -= next.length();
      sending = true;
    }
    outlet.send(
        next,
        taken -> {
          synchronized (this) {
            sending = false;
          }
          if (taken) {
            pump();
          } else {
            close();
          }
        });
  }
}
