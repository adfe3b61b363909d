/**
 * Session descriptions (RFC 8866) as WHIP and WHEP clients offer them, turned into the ORTC
 * parameters that rooms speak, and back. Pure values and functions; what strangers send is checked
 * here.
 */
@NullMarked
package io.parley.sfu.sdp;

import org.jspecify.annotations.NullMarked;
