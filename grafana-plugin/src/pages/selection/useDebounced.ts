import { useEffect, useState } from 'react';

/** A value that follows another when that has been still for a moment, so that typing does not ask at every key. */
export function useDebounced<T>(value: T, key: string, milliseconds: number): T {
  const [settled, setSettled] = useState({ value, key });
  useEffect(() => {
    if (settled.key === key) {
      return undefined;
    }
    const timer = setTimeout(() => setSettled({ value, key }), milliseconds);
    return () => clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the key stands for the value
  }, [key, settled.key, milliseconds]);
  return settled.value;
}
