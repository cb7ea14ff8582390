import { useTheme2 } from '@grafana/ui';

import { formatDate } from '../../format';
import { type Frame, type Lane } from './course';
import { type Event } from './read';
import { clientTexts } from './texts';

/** Height of a row of the picture, px. */
export const ROW = 18;

/** Rows of spans, such as a limitation that goes from 1 to 2. */
export function Lanes({ lanes, frame, top, id }: { lanes: Lane[]; frame: Frame; top: number; id: string }) {
  const theme = useTheme2();
  const color = theme.visualization.getColorByName('semi-dark-blue');
  const { registered } = clientTexts().course;
  const end = frame.left + frame.width;
  return (
    <>
      {lanes.map((lane, row) => (
        <g key={lane.id}>
          <Label text={lane.label} y={top + row * ROW + 12} width={frame.left} />
          {lane.spans.map((span) => {
            const from = Math.max(frame.x(span.from), frame.left);
            const width = Math.max(Math.min(span.to === undefined ? end : frame.x(span.to), end) - from - 1, 3);
            const y = top + row * ROW;
            const told = `${lane.label} ${span.text} ${formatDate(span.from)}${span.to === undefined ? '' : ` – ${formatDate(span.to)}`}${span.isRegistered ? `, ${registered}` : ''}`;
            return (
              <g key={`${span.from} ${span.text}`}>
                <title>{told}</title>
                <rect
                  x={from}
                  y={y + 1}
                  width={width}
                  height={ROW - 3}
                  rx={2}
                  fill={span.isRegistered ? `url(#${id}-hatch)` : color}
                  fillOpacity={span.isRegistered ? 1 : 0.15 + 0.5 * span.strength}
                  stroke={span.isRegistered ? theme.colors.text.primary : 'none'}
                  strokeDasharray={span.isRegistered ? '3 2' : undefined}
                />
                {width > 8 + 7 * span.text.length && (
                  <text x={from + 4} y={y + 12} fontSize={11}>
                    {span.text}
                  </text>
                )}
              </g>
            );
          })}
        </g>
      ))}
    </>
  );
}

/** The name of a row, cut to its room. */
function Label({ text, y, width }: { text: string; y: number; width: number }) {
  const theme = useTheme2();
  const room = Math.floor((width - 8) / 6.4);
  const cut = text.length > room ? `${text.slice(0, room - 1)}…` : text;
  return (
    <text x={0} y={y} fontSize={11.5} fill={theme.colors.text.secondary}>
      <title>{text}</title>
      {cut}
    </text>
  );
}

/** A mark for each event; its shape says which kind. */
export function Events({ events, frame, top }: { events: Event[]; frame: Frame; top: number }) {
  const theme = useTheme2();
  const { eventKinds } = clientTexts().course;
  return (
    <>
      {events.map(({ time, kind, text }) => (
        <path
          key={`${kind} ${time}`}
          d={kind === 'assessment' ? 'M0,-5 L5,4 L-5,4 Z' : 'M0,-6 L6,0 L0,6 L-6,0 Z'}
          transform={`translate(${frame.x(time)}, ${top + 8})`}
          fill={kind === 'assessment' ? theme.colors.text.secondary : theme.colors.text.primary}
        >
          <title>{`${eventKinds[kind] ?? text} ${formatDate(time)}`}</title>
        </path>
      ))}
    </>
  );
}
