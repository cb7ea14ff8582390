import { css } from '@emotion/css';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { useId } from 'react';

import { useWidth } from '../../components/useWidth';
import { formatMonth, formatNumber } from '../../format';
import { currentLanguage } from '../../texts';
import { type Course, type Frame, type Lane } from './course';
import { Events, Lanes, ROW } from './CourseLanes';
import { CourseLegend } from './CourseLegend';
import { HoursPlot, HslPlot } from './CoursePlots';
import { clientTexts } from './texts';

const HOURS = 150; // px high
const HSL = 56;
const GAP = 26; // above each part, for its heading
const AXIS = 22;
const GUTTER = 150;
const NARROW = 96;

/** A part of the picture: its heading, how high it is, and what is drawn. */
interface Part {
  id: string;
  title: string;
  height: number;
  draw: (frame: Frame, top: number) => React.ReactNode;
}

/** The course as a drawing. The table beside it says the same to those who cannot see it. */
export function CoursePicture({ course }: { course: Course }) {
  const styles = useStyles2(getStyles);
  const [ref, width] = useWidth();
  return (
    <div ref={ref} className={styles.frame}>
      {width > 0 && <Drawing course={course} width={width} />}
      <CourseLegend course={course} />
    </div>
  );
}

function Drawing({ course, width }: { course: Course; width: number }) {
  const theme = useTheme2();
  const id = useId().replaceAll(':', '');
  const left = width < 600 ? NARROW : GUTTER;
  const plot = Math.max(width - left - 8, 50);
  const frame: Frame = {
    left,
    width: plot,
    x: (time) => left + ((time - course.from) / (course.to - course.from)) * plot,
  };
  const parts = partsOf(course, id);
  let height = 0;
  const placed = parts.map((part) => {
    const top = height + GAP;
    height = top + part.height;
    return { ...part, top };
  });
  const text = { fontSize: 12, fill: theme.colors.text.primary, fontFamily: theme.typography.fontFamily };
  return (
    <svg role="img" aria-label={described(course)} width={width} height={height + AXIS} style={{ display: 'block' }}>
      <Patterns id={id} />
      <Years course={course} frame={frame} height={height} />
      {placed.map(({ id: part, title, top, draw }) => (
        <g key={part} style={text}>
          <text x={0} y={top - 8} style={{ fontWeight: 500 }}>
            {title}
          </text>
          {draw(frame, top)}
        </g>
      ))}
      <line
        x1={frame.x(course.now)}
        x2={frame.x(course.now)}
        y1={12}
        y2={height}
        stroke={theme.colors.text.primary}
        strokeDasharray="2 3"
      />
      <text x={frame.x(course.now)} y={10} textAnchor="middle" style={{ ...text, fill: theme.colors.text.secondary }}>
        {clientTexts().course.now}
      </text>
    </svg>
  );
}

/** Hatching says the same as colours do, to those who do not tell them apart. */
function Patterns({ id }: { id: string }) {
  const theme = useTheme2();
  const stroke = theme.visualization.getColorByName('semi-dark-orange');
  return (
    <defs>
      <pattern id={`${id}-hatch`} width={6} height={6} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width={6} height={6} fill={theme.colors.background.primary} />
        <line x1={0} x2={0} y1={0} y2={6} stroke={stroke} strokeWidth={4} />
      </pattern>
    </defs>
  );
}

function partsOf(course: Course, id: string): Part[] {
  const { course: texts } = clientTexts();
  const lanes = (key: string, title: string, all: Lane[]): Part[] =>
    all.length === 0
      ? []
      : [
          {
            id: key,
            title,
            height: all.length * ROW,
            draw: (f, top) => <Lanes lanes={all} frame={f} top={top} id={id} />,
          },
        ];
  return [
    {
      id: 'hours',
      title: `${texts.hours}, ${texts.hoursUnit}`,
      height: HOURS,
      draw: (f, top) => <HoursPlot course={course} frame={f} top={top} height={HOURS} />,
    },
    ...(course.months.some((m) => (m.nurse_min ?? 0) + (m.rehab_min ?? 0) + (m.delegated_min ?? 0) > 0)
      ? [
          {
            id: 'hsl',
            title: `${texts.hsl}, ${texts.hslUnit}`,
            height: HSL,
            draw: (f: Frame, top: number) => <HslPlot course={course} frame={f} top={top} height={HSL} id={id} />,
          },
        ]
      : []),
    ...lanes('interventions', texts.interventions, course.interventions),
    ...(course.events.length > 0
      ? [
          {
            id: 'events',
            title: texts.events,
            height: ROW,
            draw: (f: Frame, top: number) => <Events events={course.events} frame={f} top={top} />,
          },
        ]
      : []),
    ...lanes('limitations', texts.limitations, course.limitations),
    ...lanes('categories', texts.categories, course.categories),
    ...lanes('services', texts.services, course.services),
  ];
}

/** The turns of the years behind everything, with their numbers below. */
function Years({ course, frame, height }: { course: Course; frame: Frame; height: number }) {
  const theme = useTheme2();
  const first = new Date(course.from).getUTCFullYear();
  const last = new Date(course.to).getUTCFullYear();
  const months = (course.to - course.from) / 2_629_800_000;
  const quarters = months <= 30 ? [0, 3, 6, 9] : [0, 6];
  const turns = Array.from({ length: last - first + 1 }, (_, n) => first + n).flatMap((year) =>
    quarters.map((month) => ({ time: Date.UTC(year, month, 1), isYear: month === 0 })),
  );
  const shown = turns.filter(({ time }) => time >= course.from && time <= course.to);
  const isTight = frame.width / shown.length < 62;
  return (
    <>
      {shown.map(({ time, isYear }) => (
        <g key={time}>
          <line
            x1={frame.x(time)}
            x2={frame.x(time)}
            y1={16}
            y2={height}
            stroke={isYear ? theme.colors.border.medium : theme.colors.border.weak}
          />
          {(isYear || !isTight) && (
            <text
              x={frame.x(time)}
              y={height + 15}
              textAnchor="middle"
              fontSize={11}
              fill={theme.colors.text.secondary}
            >
              {isYear ? new Date(time).getUTCFullYear() : formatMonth(time, currentLanguage(), 'short').split(' ')[0]}
            </text>
          )}
        </g>
      ))}
    </>
  );
}

/** What the drawing shows, in words. */
function described(course: Course): string {
  const language = currentLanguage();
  const { course: texts } = clientTexts();
  const write = (hours: number | null | undefined) => formatNumber(hours, language, 1);
  const end = course.expected.at(-1);
  const expected = end
    ? texts.summaryExpected(write(end.hours_expected), write(end.hours_expected_low), write(end.hours_expected_high))
    : '';
  return texts.summary(
    formatMonth(course.from, language),
    formatMonth(course.months.at(-1)?.month, language),
    write(course.months[0]?.home_care_granted_h),
    write(course.months.at(-1)?.home_care_granted_h),
    expected,
  );
}

const getStyles = () => ({
  frame: css({ width: '100%', minHeight: 200, overflow: 'hidden' }),
});
