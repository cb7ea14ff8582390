import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Combobox, type ComboboxOption, useStyles2 } from '@grafana/ui';
import { useId } from 'react';

import { ExportButton } from '../../components/ExportButton';
import { currentLanguage } from '../../texts';
import { type Resource, RESOURCES } from '../overview/read';
import { AS_TODAY, HORIZONS, type Place, scopeOf } from './place';
import { type ScopeRow } from './read';
import { type Scenario } from './scenarios';
import { forecastTexts, nameOf } from './texts';

interface Props {
  choices: ScopeRow[];
  scenarios: Scenario[];
  place: Place;
  onChange: (change: Partial<Place>) => void;
}

/** What the page is about: whom, what, how far ahead and in which scenario. A part of the page shows the choices that it has use for. */
export function PlaceBar({ choices, scenarios, place, onChange }: Props) {
  const styles = useStyles2(getStyles);
  const texts = forecastTexts();
  const { view } = place;
  const hasGroups = view === 'prognos';
  return (
    <div className={styles.bar}>
      <Choice
        label={hasGroups ? texts.bar.scope : texts.bar.area}
        width={34}
        options={scopeOptions(choices, hasGroups)}
        value={hasGroups || scopeOf(place.scope).kind === 'area' ? place.scope : ''}
        onChange={(scope) => onChange({ scope })}
      />
      {(view === 'prognos' || view === 'traffsakerhet') && (
        <Choice
          label={texts.bar.resource}
          width={20}
          options={RESOURCES.map((value) => ({ value, label: texts.resources[value] }))}
          value={place.resource}
          onChange={(resource) => onChange({ resource: resource as Resource })}
        />
      )}
      {view !== 'behov' && (
        <Choice
          label={texts.bar.ahead}
          width={18}
          options={[...new Set([...HORIZONS, place.months])]
            .sort((a, b) => a - b)
            .map((months) => ({ value: String(months), label: texts.bar.months(String(months)) }))}
          value={String(place.months)}
          onChange={(months) => onChange({ months: Number(months) })}
        />
      )}
      {(view === 'prognos' || view === 'bemanning' || view === 'scenarier') && (
        <Choice
          label={texts.bar.scenario}
          width={34}
          options={scenarioOptions(scenarios)}
          value={place.scenario}
          onChange={(scenario) => onChange({ scenario })}
        />
      )}
      <Exports place={place} />
      {!hasGroups && scopeOf(place.scope).kind !== 'area' && <p className={styles.note}>{texts.bar.groupsAreWhole}</p>}
    </div>
  );
}

/** The whole forecast as files: for the budget meeting, and for those who go on reckoning. */
function Exports({ place }: { place: Place }) {
  const styles = useStyles2(getStyles);
  const texts = forecastTexts().export;
  const { kind, id } = scopeOf(place.scope);
  const { scenario } = place;
  const areas = kind === 'area' && id ? [id] : [];
  return (
    <div className={styles.exports}>
      <ExportButton
        label={texts.plan}
        about={texts.planAbout}
        formats={['xlsx']}
        what={{ kind: 'plan', areas, scenario }}
      />
      <ExportButton label={texts.all} about={texts.allAbout} what={{ kind: 'forecasts', areas, scenario }} />
    </div>
  );
}

function scopeOptions(choices: ScopeRow[], hasGroups: boolean): Array<ComboboxOption<string>> {
  const { bar, categories } = forecastTexts();
  return choices
    .filter((choice) => hasGroups || choice.scope_kind === 'area')
    .map((choice) => {
      if (choice.value === '') {
        return { value: '', label: bar.whole };
      }
      const label = choice.scope_kind === 'category' ? nameOf(categories, choice.scope_id) : choice.text;
      const group = hasGroups ? nameOf(bar.groups, choice.scope_kind) : undefined;
      return { value: choice.value, label, group };
    })
    .sort((a, b) => Number(a.value !== '') - Number(b.value !== ''));
}

/** The scenarios that have numbers. */
function scenarioOptions(scenarios: Scenario[]): Array<ComboboxOption<string>> {
  return scenarios
    .filter((scenario) => scenario.state !== 'waiting' || scenario.scenario === AS_TODAY)
    .map((scenario) => ({ value: scenario.scenario, label: scenarioName(scenario) }));
}

/** The name of a scenario in the reader's language. */
export function scenarioName({ name_sv, name_en }: Scenario): string {
  return currentLanguage() === 'en' ? name_en : name_sv;
}

interface ChoiceProps {
  label: string;
  width: number;
  options: Array<ComboboxOption<string>>;
  value: string;
  onChange: (value: string) => void;
}

function Choice({ label, width, options, value, onChange }: ChoiceProps) {
  const styles = useStyles2(getStyles);
  const id = useId();
  return (
    <div className={styles.choice}>
      <label htmlFor={id}>{label}</label>
      <Combobox id={id} width={width} options={options} value={value} onChange={(option) => onChange(option.value)} />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'end', gap: theme.spacing(1, 2) }),
  choice: css({
    display: 'grid',
    gap: theme.spacing(0.5),
    maxWidth: '100%',
    '> div': { maxWidth: '100%' },
    label: { fontSize: theme.typography.bodySmall.fontSize, color: theme.colors.text.secondary },
  }),
  exports: css({ marginLeft: 'auto', display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) }),
  note: css({ margin: 0, flexBasis: '100%', color: theme.colors.text.secondary }),
});
