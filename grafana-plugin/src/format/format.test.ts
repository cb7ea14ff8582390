import { formatChange, formatDate, formatInstant, formatMonth, formatNumber, formatShare, UNKNOWN } from '.';

// Swedish has no-break spaces between thousands and before %, and a true minus.
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('numbers', () => {
  it('are written as Swedes write them', () => {
    expect(plain(formatNumber(10742.6, 'sv'))).toBe('10 743');
    expect(plain(formatNumber(1234.56, 'sv', 1))).toBe('1 234,6');
    expect(formatNumber(-5, 'sv')).toBe('−5');
  });

  it('are written as Britons write them in English', () => {
    expect(formatNumber(10742.6, 'en')).toBe('10,743');
  });

  it('have a sign when they are changes, and none when nothing has changed', () => {
    expect(formatChange(5, 'sv')).toBe('+5');
    expect(formatChange(-5, 'sv')).toBe('−5');
    expect(formatChange(0, 'sv')).toBe('0');
    expect(formatChange(-0.2, 'sv')).toBe('0'); // what rounds to nothing is no change
  });

  it('are per cent when they are shares', () => {
    expect(plain(formatShare(0.125, 'sv', 1))).toBe('12,5 %');
    expect(plain(formatShare(0.069, 'sv', 1, 'exceptZero'))).toBe('+6,9 %');
    expect(formatShare(0.5, 'en')).toBe('50%');
  });

  it.each([null, undefined, NaN, Infinity])('say that %s is not known', (value) => {
    expect(formatNumber(value, 'sv')).toBe(UNKNOWN);
    expect(formatChange(value, 'sv')).toBe(UNKNOWN);
    expect(formatShare(value, 'sv')).toBe(UNKNOWN);
  });
});

describe('days', () => {
  const march = Date.UTC(2026, 2, 1);

  it('are those of the database, whatever the reader’s time zone', () => {
    expect(formatDate(march)).toBe('2026-03-01');
    expect(formatMonth(march, 'sv')).toBe('mars 2026');
    expect(formatMonth(march, 'en')).toBe('March 2026');
  });

  it('are not known where they are missing, and 1970 is a year', () => {
    expect(formatDate(null)).toBe(UNKNOWN);
    expect(formatMonth(undefined, 'sv')).toBe(UNKNOWN);
    expect(formatDate(0)).toBe('1970-01-01');
  });

  it('have the municipality’s clock when they are instants', () => {
    expect(formatInstant(Date.UTC(2026, 6, 1, 12))).toBe('2026-07-01 14:00'); // summer time
    expect(formatInstant(Date.UTC(2026, 0, 1, 12))).toBe('2026-01-01 13:00');
  });
});
