package io.parley.web.http;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.parley.storage.catalogue.Catalogue;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what went wrong into an {@code application/problem+json} document (RFC 9457). */
public final class ProblemDocuments {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemDocuments.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ProblemDocuments() {}

  /** Answers with the document of this failure; failures that are ours are logged. */
  public static void answer(Exception failure, Context ctx) {
    if (ctx.res().isCommitted()) {
      LOG.debug("{} {} broke off", ctx.method(), ctx.path(), failure);
      return;
    }
    write(problemOf(failure, ctx), ctx);
  }

  /** Answers with this problem. */
  public static void write(Problem problem, Context ctx) {
    ObjectNode document = JSON.createObjectNode();
    document.put("type", "about:blank");
    document.put("title", problem.code().replace('-', ' '));
    document.put("status", problem.status());
    document.put("detail", problem.detail());
    document.put("code", problem.code());
    if (!problem.fields().isEmpty()) {
      ObjectNode fields = document.putObject("fields");
      problem.fields().forEach(fields::put);
    }
    problem.headers().forEach(ctx::header);
    ctx.status(problem.status());
    ctx.header("Cache-Control", "no-store");
    ctx.contentType("application/problem+json");
    ctx.result(document.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static Problem problemOf(Exception failure, Context ctx) {
    if (failure instanceof Problem problem) {
      return problem;
    }
    if (failure instanceof HttpResponseException http) {
      return Problem.of(http.getStatus(), codeOf(http.getStatus()), text(http));
    }
    LOG.error("{} {} failed", ctx.method(), ctx.path(), failure);
    if (Catalogue.isFailure(failure)) {
      return Problem.of(503, "catalogue-unavailable", "The database did not answer.")
          .with("Retry-After", "5");
    }
    return Problem.of(500, "internal", "Something went wrong here; it is in the server's log.");
  }

  private static String codeOf(int status) {
    return switch (status) {
      case 404 -> "not-found";
      case 405 -> "method-not-allowed";
      case 413 -> "too-large";
      default -> String.format(Locale.ROOT, "http-%d", status);
    };
  }

  private static String text(Exception failure) {
    String message = failure.getMessage();
    return message == null ? "" : message;
  }
}
