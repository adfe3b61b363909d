package io.parley.sfu.transport;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * What all transports of a server share.
 *
 * @param handshakes where handshakes run
 * @param handshakesWait whether any waits for a thread of them
 * @param candidates where peers may reach the server
 */
record Surroundings(
    TransportConfig config,
    TransportTable table,
    TransportCounters counters,
    DtlsIdentity identity,
    Executor handshakes,
    BooleanSupplier handshakesWait,
    HandshakeTurns turns,
    List<IceCandidate> candidates) {}
