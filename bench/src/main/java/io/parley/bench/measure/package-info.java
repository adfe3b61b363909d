/** From what was seen to figures. */
@NullMarked
package io.parley.bench.measure;

import org.jspecify.annotations.NullMarked;
