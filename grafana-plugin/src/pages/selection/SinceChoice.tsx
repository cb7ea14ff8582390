import { RadioButtonGroup } from '@grafana/ui';

import { pageTexts } from './texts';

const CHOICES = [7, 30, 90, 365]; // days

/** The day so many days ago, YYYY-MM-DD. */
export function sinceDay(days: number, today: Date): string {
  return new Date(today.getTime() - days * 86_400_000).toISOString().slice(0, 10);
}

/** Since when changes are counted. */
export function SinceChoice({ days, onChange }: { days: number; onChange: (days: number) => void }) {
  const texts = pageTexts().saved;
  return (
    <RadioButtonGroup
      size="sm"
      aria-label={texts.since}
      value={days}
      onChange={onChange}
      options={CHOICES.map((value) => ({ value, label: texts.sinceDays(value) }))}
    />
  );
}
