import { useTheme2 } from '@grafana/ui';

import { formatMonth, formatNumber } from '../../format';
import { currentLanguage } from '../../texts';
import { addMonths, type Course, type Frame, hoursMax, niceMax } from './course';
import { type Month } from './read';
import { clientTexts } from './texts';

interface Props {
  course: Course;
  frame: Frame;
  top: number;
  height: number;
}

/** Hours granted as steps and performed as bars, and what is expected of them with its interval. */
export function HoursPlot({ course, frame, top, height }: Props) {
  const theme = useTheme2();
  const color = theme.visualization.getColorByName('semi-dark-blue');
  const max = hoursMax(course);
  const y = (hours: number) => top + height - (hours / max) * height;
  const middle = (month: number) => (frame.x(month) + frame.x(addMonths(month, 1))) / 2;
  const points = course.expected.map((e) => ({ ...e, x: middle(e.month) }));
  const band = [
    ...points.map((e) => `${e.x},${y(e.hours_expected_high)}`),
    ...points.toReversed().map((e) => `${e.x},${y(e.hours_expected_low)}`),
  ];
  return (
    <>
      <Ticks max={max} frame={frame} y={y} parts={height > 100 ? 4 : 2} />
      {course.months.map((month) => (
        <MonthBar key={month.month} month={month} frame={frame} y={y} color={color} />
      ))}
      <path d={steps(course.months, frame, y)} fill="none" stroke={color} strokeWidth={2} />
      {points.length > 0 && (
        <>
          <polygon points={band.join(' ')} fill={color} fillOpacity={0.16} />
          <polyline
            points={points.map((e) => `${e.x},${y(e.hours_expected)}`).join(' ')}
            fill="none"
            stroke={color}
            strokeWidth={2}
            strokeDasharray="6 4"
          />
          {points.slice(1).map((e) => (
            <circle key={e.month} cx={e.x} cy={y(e.hours_expected)} r={3.5} fill={color}>
              <title>{`${formatMonth(e.month, currentLanguage())}: ${[e.hours_expected, e.hours_expected_low, e.hours_expected_high].map((h) => formatNumber(h, currentLanguage(), 1)).join(', ')}`}</title>
            </circle>
          ))}
        </>
      )}
    </>
  );
}

interface BarProps {
  month: Month;
  frame: Frame;
  y: (hours: number) => number;
  color: string;
}

function MonthBar({ month, frame, y, color }: BarProps) {
  const language = currentLanguage();
  const { course: texts } = clientTexts();
  const [from, to] = [frame.x(month.month), frame.x(addMonths(month.month, 1))];
  const hours = month.home_care_performed_h ?? 0;
  const write = (value: number | null) => formatNumber(value, language, 1);
  return (
    <g>
      <title>
        {`${formatMonth(month.month, language)}: ${texts.granted} ${write(month.home_care_granted_h)}, ${texts.performed} ${write(month.home_care_performed_h)}`}
      </title>
      <rect x={from} y={y(0) - 150} width={to - from} height={150} fill="transparent" />
      <rect
        x={from + 0.5}
        y={y(hours)}
        width={Math.max(to - from - 1, 1)}
        height={y(0) - y(hours)}
        fill={color}
        fillOpacity={0.3}
      />
    </g>
  );
}

/** Granted hours hold for the whole month, so they are steps; a month that is not known is a gap. */
export function steps(months: Month[], frame: Pick<Frame, 'x'>, y: (hours: number) => number): string {
  let path = '';
  let isDrawing = false;
  for (const { month, home_care_granted_h: hours } of months) {
    if (hours !== null) {
      path += `${isDrawing ? 'L' : 'M'}${frame.x(month).toFixed(1)},${y(hours).toFixed(1)}L${frame.x(addMonths(month, 1)).toFixed(1)},${y(hours).toFixed(1)}`;
    }
    isDrawing = hours !== null;
  }
  return path;
}

/** Minutes of health care, stacked: filled, hatched and outlined. */
export function HslPlot({ course, frame, top, height, id }: Props & { id: string }) {
  const theme = useTheme2();
  const language = currentLanguage();
  const { course: texts } = clientTexts();
  const total = (m: Month) => (m.nurse_min ?? 0) + (m.rehab_min ?? 0) + (m.delegated_min ?? 0);
  const max = niceMax(course.months.map(total));
  const scale = height / max;
  const fills = [theme.visualization.getColorByName('semi-dark-purple'), `url(#${id}-hatch)`, 'transparent'];
  return (
    <>
      <Ticks max={max} frame={frame} y={(minutes) => top + height - minutes * scale} parts={2} />
      {course.months.map((month) => {
        const values = [month.nurse_min ?? 0, month.rehab_min ?? 0, month.delegated_min ?? 0];
        const [from, to] = [frame.x(month.month), frame.x(addMonths(month.month, 1))];
        let base = top + height;
        return (
          <g key={month.month}>
            <title>{`${formatMonth(month.month, language)}: ${texts.nurse} ${formatNumber(month.nurse_min, language)}, ${texts.rehab} ${formatNumber(month.rehab_min, language)}, ${texts.delegated} ${formatNumber(month.delegated_min, language)}`}</title>
            {values.map((value, part) => {
              base -= value * scale;
              return value === 0 ? null : (
                <rect
                  key={part}
                  x={from + 0.5}
                  y={base}
                  width={Math.max(to - from - 1, 1)}
                  height={value * scale}
                  fill={fills[part]}
                  stroke={part === 2 ? theme.colors.text.secondary : 'none'}
                />
              );
            })}
          </g>
        );
      })}
    </>
  );
}

interface TicksProps {
  max: number;
  frame: Frame;
  y: (value: number) => number;
  parts: number;
}

/** Lines across with their values to the left. */
function Ticks({ max, frame, y, parts }: TicksProps) {
  const theme = useTheme2();
  return (
    <>
      {tickValues(max, parts).map((value) => (
        <g key={value}>
          <line
            x1={frame.left}
            x2={frame.left + frame.width}
            y1={y(value)}
            y2={y(value)}
            stroke={theme.colors.border.weak}
          />
          <text x={frame.left - 6} y={y(value) + 4} textAnchor="end" fontSize={11} fill={theme.colors.text.secondary}>
            {formatNumber(value, currentLanguage(), 1)}
          </text>
        </g>
      ))}
    </>
  );
}

/** About so many values from 0 to the top, such that they are whole where that can be. */
export function tickValues(max: number, parts: number): number[] {
  const n = [parts, parts + 1, parts - 1].find((count) => count > 0 && max % count === 0) ?? parts;
  return Array.from({ length: n + 1 }, (_, index) => (max * index) / n);
}
