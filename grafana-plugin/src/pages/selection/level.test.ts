import { capture, levelOf, tested } from './level';
import { monthsAhead } from './SaveDialog';
import { en, sv } from './texts';
import { describe as inWords } from './words';

it('words a risk by whom it is greater than', () => {
  expect([null, 0, 29.9, 30, 70, 89.9, 90, 100].map(levelOf)).toEqual([
    undefined,
    'low',
    'low',
    'middle',
    'high',
    'high',
    'highest',
    'highest',
  ]);
});

it('compares what a list catches with chance', () => {
  const all = { doubled_scope: 100, n_scope_with_doubling: 1000 };
  expect(capture({ n_clients: 100, doubled: 30 }, all)).toEqual({ caught: 0.3, chance: 0.1 });
  expect(capture({ n_clients: 0, doubled: 0 }, all)).toBeUndefined();
  expect(capture({ n_clients: 100, doubled: 0 }, { doubled_scope: 0, n_scope_with_doubling: 0 })).toBeUndefined();
});

it('reads how the first hundred did when tested', () => {
  expect(
    tested([
      { metric: 'captured_100', value: 0.3 },
      { metric: 'lift_100', value: 3 },
    ])?.chance,
  ).toBeCloseTo(0.1);
  expect(tested([{ metric: 'captured_100', value: 0.3 }])).toBeUndefined();
});

it('counts months to the last day of a shorter one', () => {
  expect(monthsAhead(6, new Date(2026, 7, 31))).toBe('2027-02-28');
  expect(monthsAhead(0, new Date(2026, 0, 5))).toBe('2026-01-05');
  expect(monthsAhead(12, new Date(2024, 1, 29))).toBe('2025-02-28');
});

it('says each filter in words', () => {
  const names = { areas: { C1: 'Centrum 1' }, kinds: { training: 'Träningsprogram' } };
  const filter = {
    areas: ['C1'],
    age_from: 65,
    hours_change_to: -1.5,
    has_hsl: false,
    severity_from: 3,
    potentials: ['training'],
    life_areas: ['d1', 'd2', 'd4', 'd5'],
    clients: ['1', '2'],
  };
  const said = (Object.keys(filter) as Array<keyof typeof filter>).map((key) => inWords(filter, key, names));
  expect(said).toEqual([
    'Område: Centrum 1',
    'Ålder från 65 år',
    'Ändring på sex månader till −1,5 tim/mån',
    'Hälso- och sjukvård: Nej',
    'Allvarlighet från svår',
    'Störst potential: Träningsprogram',
    'Livsområde: 4 valda',
    'Valda för hand: 2',
  ]);
});

it('has the same texts in English, none of them empty', () => {
  const keys = (value: unknown, path = ''): string[] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => keys(inner, `${path}.${key}`))
      : [path];
  expect(keys(en)).toEqual(keys(sv));
});
