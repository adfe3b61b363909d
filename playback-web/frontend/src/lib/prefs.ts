/** What a person chose on this device. Reading and writing never fail, storage may be forbidden. */
export function readPref(name: string): string | null {
  try {
    return localStorage.getItem(`parley.${name}`);
  } catch {
    return null;
  }
}

export function writePref(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`parley.${name}`);
    else localStorage.setItem(`parley.${name}`, value);
  } catch {
    // Private windows may forbid storage; the choice then lasts as long as the page.
  }
}
