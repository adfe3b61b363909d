/**
 * WHIP (RFC 9725) and WHEP (draft-ietf-wish-whep): encoders and players that speak HTTP and SDP in
 * place of Parley's signalling. A session is a participant whose presence is its media. HTTP itself
 * is in {@code signal}, descriptions are in {@code sdp}, meetings in {@code room}.
 */
@NullMarked
package io.parley.sfu.whip;

import org.jspecify.annotations.NullMarked;
