package io.parley.web.api;

import io.javalin.http.Context;
import io.parley.storage.catalogue.Catalogue;
import io.parley.storage.catalogue.Meeting;
import io.parley.storage.contract.MeetingId;
import io.parley.web.access.AccessPolicy;
import io.parley.web.access.Right;
import io.parley.web.access.Visitor;
import io.parley.web.http.Problem;
import java.util.Optional;
import java.util.Set;

/**
 * Every route below {@code /meetings/{id}} goes through here. Who may not know of a meeting gets
 * the same answer as for one that doesn't exist: 401 when not signed in, else 404. Who may see the
 * meeting but not the thing gets 403. Refusals are in the audit log.
 */
public final class MeetingDoor {
  private final Catalogue catalogue;
  private final AccessPolicy policy;
  private final BrowserSessions sessions;
  private final Audit audit;

  public MeetingDoor(
      Catalogue catalogue, AccessPolicy policy, BrowserSessions sessions, Audit audit) {
    this.catalogue = catalogue;
    this.policy = policy;
    this.sessions = sessions;
    this.audit = audit;
  }

  /**
   * The meeting in the path, if the visitor has this right.
   *
   * @throws Problem 401, 403 or 404
   */
  public Meeting enter(Context ctx, Right right) {
    return enter(ctx, right, right);
  }

  /**
   * The meeting in the path, if the visitor has one of two rights.
   *
   * @throws Problem 401, 403 or 404
   */
  public Meeting enter(Context ctx, Right one, Right other) {
    Visitor visitor = sessions.visitor(ctx);
    Meeting meeting = find(ctx.pathParam("id")).orElseThrow(() -> unknown(visitor));
    Set<Right> rights = policy.rights(visitor, meeting);
    if (rights.contains(one) || rights.contains(other)) {
      return meeting;
    }
    audit.record(ctx, "refused", meeting.id(), ctx.method() + " " + ctx.path());
    if (rights.contains(Right.SEE_MEETING)) {
      throw Problem.forbidden();
    }
    throw unknown(visitor);
  }

  /** The meeting with this id, which may be any text. */
  public Optional<Meeting> find(String id) {
    try {
      return catalogue.meetings().find(new MeetingId(id));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Problem unknown(Visitor visitor) {
    return visitor instanceof Visitor.Anonymous ? Problem.loginRequired() : Problem.notFound();
  }
}
