import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { readPref, writePref } from '../lib/prefs';

export type Theme = 'system' | 'light' | 'dark';

const Context = createContext<{ theme: Theme; choose: (theme: Theme) => void } | null>(null);

export function ThemeProvider({ children }: { children: ReactNode }): ReactNode {
  const [theme, setTheme] = useState<Theme>(() => {
    const chosen = readPref('theme');
    return chosen === 'light' || chosen === 'dark' ? chosen : 'system';
  });
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  const value = useMemo(
    () => ({
      theme,
      choose: (next: Theme) => {
        writePref('theme', next === 'system' ? null : next);
        setTheme(next);
      },
    }),
    [theme],
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export function useTheme(): { theme: Theme; choose: (theme: Theme) => void } {
  const value = useContext(Context);
  if (value === null) throw new Error('no ThemeProvider above');
  return value;
}
