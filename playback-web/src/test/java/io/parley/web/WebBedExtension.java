package io.parley.web;

import java.io.IOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests one {@link WebBed}, started for the first of them and closed after the last. */
public final class WebBedExtension implements ParameterResolver {
  private static final ExtensionContext.Namespace SPACE =
      ExtensionContext.Namespace.create(WebBedExtension.class);

  private record Holder(WebBed bed) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      bed.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == WebBed.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(SPACE)
        .getOrComputeIfAbsent("bed", key -> new Holder(start()), Holder.class)
        .bed();
  }

  private static WebBed start() {
    try {
      return new WebBed();
    } catch (Exception e) {
      throw new IllegalStateException("the servers did not start", e);
    }
  }
}
