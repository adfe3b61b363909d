/** Errors of the API are problem documents (RFC 9457) with a stable `code`. */
export class ApiError extends Error {
  constructor(
    /** HTTP status; 0 when no answer came. */
    readonly status: number,
    /** Stable code for translation; `network` when no answer came. */
    readonly code: string,
    readonly detail: string | null = null,
    readonly fields: Readonly<Record<string, string>> = {},
    /** Seconds until it is worth trying again, when the server said so. */
    readonly retryAfter: number | null = null,
  ) {
    super(detail ?? code);
    this.name = 'ApiError';
  }
}

export const API = '/api/v1';

let csrfToken = '';

/** Every changing request carries this token; `/me` hands it out. */
export function setCsrfToken(token: string): void {
  csrfToken = token;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One request; resolves to the parsed body (undefined when empty), rejects with {@link ApiError}. */
export async function request<T>(
  method: Method,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (method !== 'GET') headers['X-CSRF-Token'] = csrfToken;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  let response: Response;
  try {
    response = await fetch(API + path, {
      method,
      headers,
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (failure) {
    if (signal?.aborted === true) throw failure;
    throw new ApiError(0, 'network');
  }
  if (!response.ok) throw await problem(response);
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

async function problem(response: Response): Promise<ApiError> {
  const retry = Number(response.headers.get('Retry-After') ?? Number.NaN);
  const retryAfter = Number.isFinite(retry) ? retry : null;
  try {
    const document = (await response.json()) as {
      code?: string;
      detail?: string;
      title?: string;
      fields?: Record<string, string>;
    };
    return new ApiError(
      response.status,
      document.code ?? `http-${response.status}`,
      document.detail ?? document.title ?? null,
      document.fields ?? {},
      retryAfter,
    );
  } catch {
    return new ApiError(response.status, `http-${response.status}`, null, {}, retryAfter);
  }
}
