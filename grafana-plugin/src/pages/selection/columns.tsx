// The columns of the list of clients. Their ids are the names of the backend's orders.
import { type Column } from '../../components/DataTable';
import { Sparkline } from '../../components/Sparkline';
import { formatChange, formatNumber, formatShare, UNKNOWN } from '../../format';
import { currentLanguage, currentTexts } from '../../texts';
import { type Client } from './api';
import { levelOf } from './level';
import { ClientNumber, Reasons, RiskCell, TwoLines } from './cells';
import { pageTexts } from './texts';
import { type Names, wordFor } from './words';

/** A client's risk in words and numbers. */
export function riskText(client: Client): string {
  const { levels, targets } = pageTexts().list;
  const level = levelOf(client.percentile);
  if (!level || client.risk === null) {
    return UNKNOWN;
  }
  return `${levels[level]}, ${formatShare(client.risk, currentLanguage())} ${targets[client.target] ?? ''}`.trim();
}

/** Hours in a year, and their interval. */
function expectedTexts(client: Client): [string, string] {
  const language = currentLanguage();
  if (client.expected === null) {
    return [UNKNOWN, ''];
  }
  const [low, high] = [client.expected_low, client.expected_high].map((value) => formatNumber(value, language));
  return [formatNumber(client.expected, language), pageTexts().list.interval(low ?? UNKNOWN, high ?? UNKNOWN)];
}

/** Hours that an intervention may change, and which. */
function potentialTexts(client: Client, names: Names): [string, string] {
  if (client.potential === null) {
    return [UNKNOWN, ''];
  }
  return [formatChange(client.potential, currentLanguage(), 1), wordFor('potentials', client.potential_kind, names)];
}

/** The columns, those that are shown from the start first. */
export function clientColumns(names: Names): Array<Column<Client>> {
  const language = currentLanguage();
  const { units } = currentTexts();
  const { list, values, units: own } = pageTexts();
  const titles = list.columns;
  const yes = (value: boolean | null) =>
    value === null ? values.households.unknown : value ? values.households.single : values.households.shared;
  const text = (
    id: keyof typeof titles,
    read: (c: Client) => string,
    more: Partial<Column<Client>> = {},
  ): Column<Client> => ({
    id,
    title: titles[id],
    value: read,
    text: (c) => read(c) || UNKNOWN,
    ...more,
  });
  const number = (
    id: keyof typeof titles,
    read: (c: Client) => number | null,
    write: (value: number | null) => string,
    more: Partial<Column<Client>> = {},
  ): Column<Client> => ({ id, title: titles[id], value: read, text: (c) => write(read(c)), isNumber: true, ...more });
  const hours = (value: number | null) => formatNumber(value, language, 1);
  const share = (value: number | null) => formatShare(value, language);

  return [
    text('client', (c) => c.client, { render: (c) => <ClientNumber id={c.client} /> }),
    text('area', (c) => c.area_name),
    number(
      'age',
      (c) => c.age,
      (value) => formatNumber(value, language),
    ),
    number('risk', (c) => c.risk, share, { text: riskText, render: (c) => <RiskCell client={c} /> }),
    number('hours', (c) => c.hours, hours, { unit: units.hoursPerMonth }),
    text('course', (c) => list.course(hours(c.course[0] ?? null), hours(c.course.at(-1) ?? null)), {
      isUnsorted: true,
      render: (c) => (
        <Sparkline values={c.course} label={list.course(hours(c.course[0] ?? null), hours(c.course.at(-1) ?? null))} />
      ),
    }),
    number('expected', (c) => c.expected, hours, {
      unit: units.hoursPerMonth,
      text: (c) => expectedTexts(c).join(' ').trim(),
      render: (c) => <TwoLines texts={expectedTexts(c)} />,
    }),
    number(
      'potential',
      (c) => c.potential,
      (value) => formatChange(value, language, 1),
      {
        unit: units.hoursPerMonth,
        text: (c) => potentialTexts(c, names).join(' ').trim(),
        render: (c) => <TwoLines texts={potentialTexts(c, names)} />,
      },
    ),
    text('reasons', (c) => (c.reasons ?? []).join(' · '), {
      isUnsorted: true,
      isWide: true,
      render: (c) => <Reasons reasons={c.reasons ?? []} />,
    }),
    text('sex', (c) => wordFor('sexes', c.sex, names), { isHidden: true }),
    text('status', (c) => wordFor('statuses', c.status, names), { isHidden: true }),
    text('household', (c) => yes(c.is_single), { isHidden: true }),
    number(
      'change',
      (c) => c.change,
      (value) => formatChange(value, language, 1),
      { unit: units.hoursPerMonth, isHidden: true },
    ),
    text('trend', (c) => (c.trend ? wordFor('trends', c.trend, names) : ''), { isUnsorted: true, isHidden: true }),
    text('categories', (c) => (c.categories ?? []).map((one) => wordFor('categories', one, names)).join(', '), {
      isUnsorted: true,
      isHidden: true,
    }),
    number('decline', (c) => c.decline, share, { isHidden: true }),
    number('housing', (c) => c.housing, share, { isHidden: true }),
    text('signs', (c) => (c.has_early_signs ? (c.signs ?? []).join(' · ') : ''), {
      isUnsorted: true,
      isHidden: true,
      isWide: true,
    }),
    text(
      'earlier',
      (c) =>
        c.earlier_kind
          ? `${wordFor('earlier_kinds', c.earlier_kind, names)}, ${wordFor('earlier_results', c.earlier_result || 'unknown', names).toLowerCase()} (${c.earlier_date ?? UNKNOWN})`
          : '',
      { isHidden: true },
    ),
    number(
      'hsl',
      (c) => c.hsl_min,
      (value) => formatNumber(value, language),
      { unit: own.minutes, isHidden: true },
    ),
    text('assessed', (c) => c.assessed_date ?? '', { isHidden: true }),
  ];
}
