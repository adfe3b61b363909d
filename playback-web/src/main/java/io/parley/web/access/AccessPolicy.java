package io.parley.web.access;

import io.parley.storage.catalogue.Catalogue;
import io.parley.storage.catalogue.Meeting;
import io.parley.storage.contract.MeetingId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The one place that decides who may do what with a meeting. Every route asks here.
 *
 * <ul>
 *   <li>The host may do everything.
 *   <li>Who was let in may follow the meeting. Who was <em>in</em> it may see what it left behind,
 *       unless that is for the host only. While it runs, being let in is enough: whoever is let in
 *       can see and hear it all anyway.
 *   <li>With visibility {@code LINK} everybody who knows the meeting's address may see it and what
 *       it left behind.
 *   <li>A guest is somebody in one meeting and a stranger in all others. Being admin of the server
 *       opens no meeting.
 * </ul>
 */
public final class AccessPolicy {
  private final Catalogue catalogue;

  public AccessPolicy(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** How close a visitor is to a meeting. */
  private enum Standing {
    STRANGER,
    ADMITTED,
    ATTENDED,
    HOST
  }

  public boolean may(Visitor visitor, Right right, Meeting meeting) {
    return rights(visitor, meeting).contains(right);
  }

  /** Everything the visitor may do with the meeting. */
  public Set<Right> rights(Visitor visitor, Meeting meeting) {
    Standing standing = standing(visitor, meeting);
    if (standing == Standing.HOST) {
      return EnumSet.allOf(Right.class);
    }
    EnumSet<Right> rights = EnumSet.noneOf(Right.class);
    if (standing != Standing.STRANGER) {
      rights.add(Right.SEE_MEETING);
      rights.add(Right.FOLLOW);
    }
    switch (meeting.visibility()) {
      case LINK -> {
        rights.add(Right.SEE_MEETING);
        rights.add(Right.SEE_CONTENT);
      }
      case PARTICIPANTS -> {
        if (standing == Standing.ATTENDED || (standing == Standing.ADMITTED && !meeting.over())) {
          rights.add(Right.SEE_CONTENT);
        }
      }
      case HOST -> {}
    }
    return rights;
  }

  public boolean isHost(Visitor visitor, Meeting meeting) {
    return visitor instanceof Visitor.User user && user.account().id().equals(meeting.hostId());
  }

  /** The meetings whose words the visitor may search. */
  public List<MeetingId> searchable(Visitor visitor) {
    if (visitor instanceof Visitor.User user) {
      return catalogue.meetings().searchableBy(user.account().id());
    }
    if (visitor instanceof Visitor.Guest guest) {
      return catalogue
          .meetings()
          .find(guest.meetingId())
          .filter(meeting -> may(visitor, Right.SEE_CONTENT, meeting))
          .map(meeting -> List.of(meeting.id()))
          .orElse(List.of());
    }
    return List.of();
  }

  private Standing standing(Visitor visitor, Meeting meeting) {
    if (visitor instanceof Visitor.User user) {
      return standingOf(user, meeting);
    }
    if (visitor instanceof Visitor.Guest guest && guest.meetingId().equals(meeting.id())) {
      return catalogue.participants().find(meeting.id(), guest.participantId()).isPresent()
          ? Standing.ATTENDED
          : Standing.ADMITTED;
    }
    return Standing.STRANGER;
  }

  private Standing standingOf(Visitor.User user, Meeting meeting) {
    if (isHost(user, meeting)) {
      return Standing.HOST;
    }
    if (catalogue.participants().attended(meeting.id(), user.account().id())) {
      return Standing.ATTENDED;
    }
    return catalogue.admissions().latestOf(meeting.id(), user.account().id()).isPresent()
        ? Standing.ADMITTED
        : Standing.STRANGER;
  }
}
