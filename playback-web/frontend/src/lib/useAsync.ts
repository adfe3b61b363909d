import { useCallback, useEffect, useRef, useState } from 'react';

export interface Loaded<T> {
  readonly value: T | null;
  readonly error: unknown;
  readonly loading: boolean;
  /** Asks again and keeps showing the old value meanwhile. */
  readonly reload: () => void;
  readonly set: (value: T) => void;
}

/** Loads when `load` changes (wrap it in useCallback); an answer to an older question is dropped. */
export function useAsync<T>(load: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [value, setValue] = useState<T | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [loading, setLoading] = useState(true);
  const [round, setRound] = useState(0);
  const known = useRef(load);

  useEffect(() => {
    const abort = new AbortController();
    if (known.current !== load) {
      known.current = load;
      setValue(null);
    }
    setLoading(true);
    load(abort.signal).then(
      (answer) => {
        if (abort.signal.aborted) return;
        setValue(answer);
        setError(null);
        setLoading(false);
      },
      (failure: unknown) => {
        if (abort.signal.aborted) return;
        setError(failure);
        setLoading(false);
      },
    );
    return () => abort.abort();
  }, [load, round]);

  const reload = useCallback(() => setRound((n) => n + 1), []);
  return { value, error, loading, reload, set: setValue };
}
