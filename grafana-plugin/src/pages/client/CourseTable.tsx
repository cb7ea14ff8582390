import { type Column, DataTable } from '../../components/DataTable';
import { formatDate, formatMonth, formatNumber } from '../../format';
import { currentLanguage } from '../../texts';
import { addMonths, type Course, heldIn } from './course';
import { type Expected, type Month } from './read';
import { clientTexts } from './texts';

/** A month of the table: what was, or what is expected. */
interface Row {
  month: number;
  was?: Month;
  expected?: Expected;
}

/** The same course as text, the newest month first. */
export function CourseTable({ course }: { course: Course }) {
  const texts = clientTexts();
  const rows: Row[] = [
    ...course.months.map((was) => ({ month: was.month, was })),
    ...course.expected.slice(1).map((expected) => ({ month: expected.month, expected })),
  ];
  return (
    <DataTable
      caption={texts.course.title}
      rows={rows}
      columns={columns(course)}
      rowId={(row) => `${row.month} ${row.expected ? 'expected' : ''}`}
      initialSort={{ column: 'month', isDescending: true }}
      pageSize={24}
      canChooseColumns
    />
  );
}

function columns(course: Course): Array<Column<Row>> {
  const language = currentLanguage();
  const texts = clientTexts().course;
  const number = (
    id: string,
    title: string,
    unit: string,
    of: (row: Row) => number | null | undefined,
  ): Column<Row> => ({
    id,
    title,
    unit,
    isNumber: true,
    value: (row) => of(row) ?? null,
    text: (row) => formatNumber(of(row), language, 1),
  });
  const words = (id: string, title: string, of: (row: Row) => string): Column<Row> => ({
    id,
    title,
    value: of,
    text: of,
  });
  const was = (of: (row: Row) => string) => (row: Row) => (row.was ? of(row) : '');
  return [
    {
      id: 'month',
      title: texts.month,
      value: (row) => row.month,
      text: (row) => formatMonth(row.month, language, 'short'),
    },
    number('granted', texts.granted, texts.hoursUnit, (row) => row.was?.home_care_granted_h),
    number('performed', texts.performed, texts.hoursUnit, (row) => row.was?.home_care_performed_h),
    number('expected', texts.expected, texts.hoursUnit, (row) => row.expected?.hours_expected),
    number('low', texts.low, texts.hoursUnit, (row) => row.expected?.hours_expected_low),
    number('high', texts.high, texts.hoursUnit, (row) => row.expected?.hours_expected_high),
    number('nurse', texts.nurse, texts.hslUnit, (row) => row.was?.nurse_min),
    number('rehab', texts.rehab, texts.hslUnit, (row) => row.was?.rehab_min),
    number('delegated', texts.delegated, texts.hslUnit, (row) => row.was?.delegated_min),
    words(
      'limitations',
      texts.limitations,
      was((row) => heldIn(course.limitations, row.month)),
    ),
    words(
      'categories',
      texts.categories,
      was((row) => heldIn(course.categories, row.month)),
    ),
    words(
      'services',
      texts.services,
      was((row) => heldIn(course.services, row.month)),
    ),
    words('interventions', texts.interventions, (row) => interventionsIn(course, row.month)),
    words('events', texts.events, (row) => eventsIn(course, row.month)),
  ];
}

/** Interventions of a month; those only registered here say so. */
function interventionsIn(course: Course, month: number): string {
  const { registered } = clientTexts().course;
  const marked = course.interventions.map((lane) => ({
    ...lane,
    spans: lane.spans.map((span) => ({ ...span, text: span.isRegistered ? `(${registered})` : '' })),
  }));
  return heldIn(marked, month);
}

function eventsIn(course: Course, month: number): string {
  const { eventKinds } = clientTexts().course;
  return course.events
    .filter(({ time }) => time >= month && time < addMonths(month, 1))
    .map(({ kind, time }) => `${eventKinds[kind] ?? kind} ${formatDate(time)}`)
    .join(', ');
}
