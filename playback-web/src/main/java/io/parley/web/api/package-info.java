/** The REST API: one class per noun, all routes listed in {@link io.parley.web.api.ApiRoutes}. */
@NullMarked
package io.parley.web.api;

import org.jspecify.annotations.NullMarked;
