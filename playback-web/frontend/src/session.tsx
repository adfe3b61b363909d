import { createContext, type ReactNode, useContext, useMemo } from 'react';
import * as api from './api/parley';
import type { Me } from './api/types';
import { Failure, Loading } from './design/parts';
import { useAsync } from './lib/useAsync';

interface Session {
  readonly me: Me;
  readonly set: (me: Me) => void;
  readonly reload: () => void;
}

const Context = createContext<Session | null>(null);

/** Nothing below is shown before it is known who looks. */
export function SessionProvider({ children }: { children: ReactNode }): ReactNode {
  const { value, error, loading, reload, set } = useAsync(api.me);
  const session = useMemo(
    () => (value === null ? null : { me: value, set, reload }),
    [value, set, reload],
  );
  if (session === null) {
    return (
      <main className="shell-main">
        {loading ? <Loading /> : <Failure error={error} retry={reload} />}
      </main>
    );
  }
  return <Context.Provider value={session}>{children}</Context.Provider>;
}

export function useSession(): Session {
  const session = useContext(Context);
  if (session === null) throw new Error('no SessionProvider above');
  return session;
}
