package io.parley.web.http;

import io.javalin.http.Context;
import io.parley.storage.contract.AddressSet;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * Makes the remote address of a request that of the client, not of the reverse proxies before us.
 * Every proxy appends to {@code X-Forwarded-For} whom it was asked by, so the header is read from
 * its end, for as long as a proxy we know wrote it; what stands before that anybody may have made
 * up. Without known proxies the header means nothing.
 */
public final class ForwardedFor implements HttpConfiguration.Customizer {
  private static final String HEADER = "X-Forwarded-For";
  private static final String RESOLVED = ForwardedFor.class.getName();

  private final AddressSet proxies;

  /**
   * @param proxies whose word is taken
   */
  public ForwardedFor(AddressSet proxies) {
    this.proxies = proxies;
  }

  /**
   * Whether a proxy nobody named stands between: the remote address is that of the proxy then, and
   * says nothing of who asks.
   */
  public static boolean unnamedProxyBefore(Context ctx) {
    boolean forwarded = ctx.header(HEADER) != null || ctx.header("Forwarded") != null;
    return forwarded && ctx.attribute(RESOLVED) == null;
  }

  @Override
  public Request customize(Request request, HttpFields.Mutable responseHeaders) {
    SocketAddress peer = request.getConnectionMetaData().getRemoteSocketAddress();
    if (!(peer instanceof InetSocketAddress socket)
        || socket.getAddress() == null
        || !proxies.contains(socket.getAddress())) {
      return request;
    }
    request.setAttribute(RESOLVED, true);
    InetAddress client = client(socket.getAddress(), request.getHeaders().getValuesList(HEADER));
    return new Request.Wrapper(request) {
      @Override
      public ConnectionMetaData getConnectionMetaData() {
        return new ConnectionMetaData.Wrapper(super.getConnectionMetaData()) {
          @Override
          public SocketAddress getRemoteSocketAddress() {
            return new InetSocketAddress(client, 0);
          }
        };
      }
    };
  }

  /**
   * @param peer a proxy we know
   * @param headers the values of all headers of that name, in order
   */
  InetAddress client(InetAddress peer, List<String> headers) {
    List<String> hops = List.of(String.join(",", headers).split(",", -1));
    InetAddress client = peer;
    for (int i = hops.size() - 1; i >= 0 && proxies.contains(client); i--) {
      Optional<InetAddress> hop = AddressSet.literal(withoutPort(hops.get(i).strip()));
      if (hop.isEmpty()) {
        break;
      }
      client = hop.get();
    }
    return client;
  }

  /** Some proxies write a port behind the address, and brackets around one of IPv6. */
  private static String withoutPort(String hop) {
    if (hop.startsWith("[")) {
      return hop.substring(1).replaceFirst("](:\\d+)?$", "");
    }
    return hop.indexOf(':') == hop.lastIndexOf(':') ? hop.replaceFirst(":\\d+$", "") : hop;
  }
}
