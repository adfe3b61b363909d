/** Who is speaking, from the audio levels that packets carry (RFC 6464). */
@NullMarked
package io.parley.sfu.speaker;

import org.jspecify.annotations.NullMarked;
