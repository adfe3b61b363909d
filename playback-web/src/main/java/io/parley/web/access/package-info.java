/** Who a visitor is, and what a visitor may do. Nothing here knows HTTP routes. */
@NullMarked
package io.parley.web.access;

import org.jspecify.annotations.NullMarked;
