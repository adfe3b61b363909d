/** Versioned bytes: topics, record formats, object keys and room tokens. */
@NullMarked
package io.parley.storage.codec;

import org.jspecify.annotations.NullMarked;
