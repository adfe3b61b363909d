import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';
import { randomId } from '../lib/id';

const Context = createContext<(text: string) => void>(() => undefined);
const SHOWN_MILLIS = 5_000;

/** Short notices that need no answer, read out politely. */
export function ToastProvider({ children }: { children: ReactNode }): ReactNode {
  const [toasts, setToasts] = useState<{ id: string; text: string }[]>([]);
  const show = useCallback((text: string) => {
    const id = randomId();
    setToasts((all) => [...all.slice(-2), { id, text }]);
    setTimeout(() => setToasts((all) => all.filter((toast) => toast.id !== id)), SHOWN_MILLIS);
  }, []);
  return (
    <Context.Provider value={show}>
      {children}
      <div className="toasts" role="status" aria-live="polite">
        {toasts.map((toast) => (
          <div key={toast.id} className="toast" data-testid="toast">
            {toast.text}
          </div>
        ))}
      </div>
    </Context.Provider>
  );
}

export function useToast(): (text: string) => void {
  return useContext(Context);
}
