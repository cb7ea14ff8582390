import { addMonths, courseOf, type Given, heldIn, hoursMax, type Names, niceMax } from './course';
import { steps, tickValues } from './CoursePlots';
import { trendSentence } from './CourseSection';
import { draftOf, faultsOf, numberOf, requestOf } from './draft';
import { placeOf } from './EquitySection';
import { standingOf } from './PotentialSection';
import { type Decision, type Month, type Potential, type ReasonChoice } from './read';
import { percentileInWords, strengthInWords } from './RisksSection';
import { sv } from './sv';

const day = (text: string) => Date.parse(text);

const names: Names = {
  lifeArea: (code) => `område ${code}`,
  category: (code) => `kategori ${code}`,
  service: (service) => service.name_sv,
  intervention: (decision) => decision.title_sv,
  hours: String,
};

function month(text: string, granted: number | null): Month {
  return {
    month: day(text),
    status: 'home_care',
    home_care_granted_h: granted,
    home_care_performed_h: granted,
    nurse_min: null,
    rehab_min: 30,
    delegated_min: null,
  };
}

const registered: Decision = {
  ledger_id: '7',
  client_id: '1',
  decided_date: day('2026-02-05'),
  decision: 'followed',
  kind: 'training',
  title_sv: 'Träning',
  title_en: 'Training',
  reason: '',
  reason_sv: null,
  reason_en: null,
  why: 'vill själv',
  started_date: day('2026-04-10'),
  planned_end_date: day('2026-06-01'),
  ended_date: null,
  result_kind: '',
  believed_change_h: -2.5,
  potential_h: null,
  is_delivered: false,
  is_registered: true,
};

const given: Given = {
  months: [month('2025-12-01', 10), month('2026-01-01', null), month('2026-02-01', 12)],
  expected: [3, 6].map((n) => ({
    month: addMonths(day('2026-02-01'), n),
    hours_expected: 12 + n,
    hours_expected_low: 8,
    hours_expected_high: 20 + n,
  })),
  states: [
    { kind: 'limitation', code: 'd4', from_month: day('2025-12-01'), to_month: day('2026-01-01'), level: 1 },
    { kind: 'limitation', code: 'd4', from_month: day('2026-02-01'), to_month: day('2026-02-01'), level: 3 },
    { kind: 'limitation', code: 'd5', from_month: day('2025-12-01'), to_month: day('2026-02-01'), level: 0 },
    { kind: 'category', code: 'physical', from_month: day('2025-12-01'), to_month: day('2026-02-01'), level: 2 },
  ],
  services: [
    {
      service_code: 'home_care',
      name_sv: 'Hemtjänst',
      name_en: 'Home care',
      valid_from: day('2025-01-01'),
      valid_to: null,
      granted_h_per_month: 12,
    },
  ],
  decisions: [registered, { ...registered, ledger_id: '8', decision: 'not_followed', started_date: null }],
  events: [
    { time: day('2026-01-12'), kind: 'assessment', text: 'Bedömning' },
    { time: day('2026-01-12'), kind: 'decision', text: 'Hemtjänst' },
  ],
};

describe('courseOf', () => {
  const course = courseOf(given, names);

  it('spans what was, what is expected and what is planned', () => {
    expect(course?.from).toBe(day('2025-12-01'));
    expect(course?.now).toBe(day('2026-03-01'));
    expect(course?.to).toBe(day('2026-09-01'));
    expect(courseOf(given, names, 1)?.from).toBe(day('2026-02-01'));
    expect(courseOf({ ...given, months: [] }, names)).toBeUndefined();
  });

  it('lets the expected hours begin where the outcome ends', () => {
    expect(course?.expected[0]).toMatchObject({ month: day('2026-02-01'), hours_expected: 12 });
    expect(course?.expected).toHaveLength(3);
    expect(hoursMax(course as NonNullable<typeof course>)).toBe(30);
  });

  it('makes a lane of each life area with a limitation, and none of those without', () => {
    expect(course?.limitations.map(({ id, spans }) => [id, spans.map(({ text }) => text)])).toEqual([
      ['d4', ['1', '3']],
    ]);
    expect(course?.categories[0]?.label).toBe('kategori physical');
    expect(course?.services[0]?.spans[0]?.to).toBe(course?.now);
  });

  it('marks what is registered here and not delivered, and leaves out what was not followed', () => {
    expect(course?.interventions).toHaveLength(1);
    expect(course?.interventions[0]?.spans[0]).toMatchObject({ isRegistered: true, to: day('2026-06-01') });
  });

  it('keeps the events that have no lane', () => {
    expect(course?.events.map(({ kind }) => kind)).toEqual(['assessment']);
  });

  it('says what holds in a month', () => {
    expect(heldIn(course?.limitations ?? [], day('2026-02-01'))).toBe('område d4 3');
    expect(heldIn(course?.limitations ?? [], day('2026-03-01'))).toBe('');
  });
});

describe('scales', () => {
  it('end at round numbers', () => {
    expect([3, 11, 25, 61, 130, 999].map((n) => niceMax([n, null]))).toEqual([10, 15, 30, 80, 150, 1000]);
    expect(tickValues(50, 4)).toEqual([0, 10, 20, 30, 40, 50]);
    expect(tickValues(10, 2)).toEqual([0, 5, 10]);
  });

  it('leave a gap where hours are not known', () => {
    const path = steps(given.months, { x: (time) => (time - day('2025-12-01')) / 86_400_000 }, (hours) => hours);
    expect(path).toBe('M0.0,10.0L31.0,10.0M62.0,12.0L90.0,12.0');
  });
});

describe('in words', () => {
  it('says where a client lies among all', () => {
    expect(percentileInWords(99.7, sv.risks)).toBe('Bland de 1 av hundra som har högst risk.');
    expect(percentileInWords(84, sv.risks)).toBe('Bland de 16 av hundra som har högst risk.');
    expect(percentileInWords(62.4, sv.risks)).toBe('Högre än hos 62 av hundra andra.');
    expect(percentileInWords(8, sv.risks)).toBe('Lägre än hos 92 av hundra andra.');
  });

  it('says how much a reason does, where a trend goes and where a decision lies', () => {
    expect([1, 0.3, 0.05].map((c) => strengthInWords(c, sv.risks))).toEqual(['mycket', 'en del', 'lite']);
    expect(trendSentence({ n_months: 12, verdict: 'rising', slope: 1.25, slope_low: 0.5, slope_high: 2 })).toMatch(
      /ökar: \+1,3 tim per månad .* \(\+0,5 till \+2\)/,
    );
    expect(trendSentence({ n_months: 2, verdict: 'new', slope: null, slope_low: null, slope_high: null })).toBe('');
    expect([5, 8, 12].map((h) => placeOf(h, 6, 10))).toEqual(['below', 'inside', 'above']);
  });

  it('tells a proven potential from one that is not, and from one without support', () => {
    const potential = { is_supported: true, change_high_h: -1 } as Potential;
    expect(standingOf(potential)).toBe('proven');
    expect(standingOf({ ...potential, change_high_h: 0 })).toBe('unproven');
    expect(standingOf({ ...potential, is_supported: false })).toBe('unsupported');
  });
});

describe('the form of a decision', () => {
  const reasons: ReasonChoice[] = [
    { text: 'Vill inte', text_en: 'Does not want to', value: 'declined', needs_words: false },
    { text: 'Annat', text_en: 'Other', value: 'other', needs_words: true },
  ];
  const whole = {
    kind: 'training',
    start: '2026-02-10',
    plannedEnd: '',
    selection: 'egna',
    reason: '',
    why: '',
    believed: '',
  };

  it('reads numbers as Swedes write them', () => {
    expect(['−2,5', '-2.5', ' +3 ', '1 000', '', 'två', '1,2,3'].map(numberOf)).toEqual([
      -2.5,
      -2.5,
      3,
      1000,
      null,
      undefined,
      undefined,
    ]);
  });

  it('names what is wrong by field', () => {
    expect(faultsOf('followed', whole, reasons)).toEqual({});
    expect(faultsOf('followed', { ...whole, kind: '', start: '', believed: 'x' }, reasons)).toEqual({
      kind: 'needsKind',
      start: 'needsStart',
      believed: 'needsNumber',
    });
    expect(faultsOf('followed', { ...whole, plannedEnd: '2026-02-10' }, reasons)).toEqual({
      plannedEnd: 'endBeforeStart',
    });
    expect(faultsOf('not_followed', whole, reasons)).toEqual({ reason: 'needsReason' });
    expect(faultsOf('not_followed', { ...whole, reason: 'declined' }, reasons)).toEqual({});
    expect(faultsOf('not_followed', { ...whole, reason: 'other', why: ' ' }, reasons)).toEqual({ why: 'needsWords' });
    expect(faultsOf('withdrawn', whole, reasons)).toEqual({ why: 'needsWords' });
  });

  it('opens with what is corrected, and sends only what belongs to the decision', () => {
    const opening = { form: 'followed', corrects: registered } as const;
    const draft = draftOf(opening, 'egna');
    expect(draft).toMatchObject({ kind: 'training', start: '2026-04-10', plannedEnd: '2026-06-01', believed: '-2,5' });
    expect(requestOf('1', opening, draft)).toEqual({
      client: '1',
      decision: 'followed',
      corrects: '7',
      kind: 'training',
      start: '2026-04-10',
      plannedEnd: '2026-06-01',
      selection: 'egna',
      why: 'vill själv',
      believedChange: -2.5,
    });
    expect(draftOf({ form: 'withdrawn', corrects: registered }, '').why).toBe('');
    expect(requestOf('1', { form: 'withdrawn', corrects: registered }, { ...draft, why: 'nej' })).toEqual({
      client: '1',
      decision: 'withdrawn',
      corrects: '7',
      why: 'nej',
    });
  });
});
