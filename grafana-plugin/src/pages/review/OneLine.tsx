import { type CSSProperties } from 'react';

const oneLine: CSSProperties = { whiteSpace: 'nowrap' };

/** Text in a cell that must not break, such as a day or a login. */
export function OneLine({ children }: { children: string }) {
  return <span style={oneLine}>{children}</span>;
}
