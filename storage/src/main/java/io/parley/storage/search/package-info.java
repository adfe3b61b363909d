/** The transcript index. */
@NullMarked
package io.parley.storage.search;

import org.jspecify.annotations.NullMarked;
