import { type CSSProperties, type ReactNode } from 'react';

import { formatDate } from '../../format';
import { followUpTexts } from './texts';

const oneLine: CSSProperties = { whiteSpace: 'nowrap' };

/** A day in a cell, which must not break at its hyphens. */
export function Day({ time }: { time: number }) {
  return <span style={oneLine}>{formatDate(time)}</span>;
}

/** Text that stays on one line, such as the name of an area. */
export function OneLine({ children }: { children: ReactNode }) {
  return <span style={oneLine}>{children}</span>;
}

/** What the dot, the line and the ring of a picture are. */
export function PictureKey() {
  return <p style={{ margin: '8px 0 0' }}>{followUpTexts().pictureKey}</p>;
}
