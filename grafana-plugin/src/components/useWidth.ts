import { useCallback, useState } from 'react';

/** The width of an element, px, kept up to date; 0 until it is known. */
export function useWidth(): [ref: (element: HTMLElement | null) => void, width: number] {
  const [width, setWidth] = useState(0);
  const [observer] = useState(
    () => new ResizeObserver(([entry]) => entry && setWidth(Math.floor(entry.contentRect.width))),
  );
  const ref = useCallback(
    (element: HTMLElement | null) => {
      observer.disconnect();
      if (element) {
        observer.observe(element);
      }
    },
    [observer],
  );
  return [ref, width];
}
