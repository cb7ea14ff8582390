import { css } from '@emotion/css';
import { type DataFrame, type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

import { type Cell, rowsOf } from '../../client/rows';
import { useNamedQuery } from '../../client/useQuery';
import { Help } from '../../components/Help';
import { Section } from '../../components/Section';
import { formatChange, formatNumber, formatShare } from '../../format';
import { currentLanguage, currentTexts } from '../../texts';
import { type Summary } from './api';
import { Figures } from './Figures';
import { capture, tested } from './level';
import { pageTexts } from './texts';

/** How many, how much, and what that may become. */
export function SummarySection({ summary }: { summary: Summary }) {
  const styles = useStyles2(getStyles);
  const language = currentLanguage();
  const { units } = currentTexts();
  const texts = pageTexts().summary;
  const { total } = summary;
  const n = (value: number | null | undefined, decimals = 0) => formatNumber(value, language, decimals);
  const share = (part: number, whole: number) => formatShare(whole > 0 ? part / whole : null, language);
  const mean = total.n_clients > 0 ? total.years / total.n_clients : null;
  const growth = total.expected - total.hours_of_expected;
  const list = capture(summary.first, total);

  return (
    <Section title={texts.title}>
      <Figures
        label={texts.title}
        figures={[
          {
            title: texts.clients,
            help: texts.clientsHelp,
            value: n(total.n_clients),
            note: texts.of(n(total.n_scope)),
          },
          {
            title: texts.hours,
            help: texts.hoursHelp,
            value: n(total.hours),
            unit: units.hoursPerMonth,
            note: total.n_clients > 0 ? texts.perClient(n(total.hours / total.n_clients, 1)) : undefined,
          },
          {
            title: texts.expected,
            help: texts.expectedHelp,
            value: n(total.expected),
            unit: units.hoursPerMonth,
            note: total.hours_of_expected > 0 ? formatChange(growth, language) : texts.noExpected,
          },
          {
            title: texts.doubled,
            help: texts.doubledHelp,
            value: n(total.doubled, total.doubled < 10 ? 1 : 0),
            note: total.n_with_doubling > 0 ? texts.ofThose(share(total.doubled, total.n_with_doubling)) : undefined,
          },
          {
            title: texts.potential,
            help: texts.potentialHelp,
            value: formatChange(total.potential, language),
            unit: units.hoursPerMonth,
            note: texts.nPotential(n(total.n_with_potential)),
          },
          {
            title: texts.age,
            help: texts.ageHelp,
            value: n(mean),
            unit: pageTexts().units.years,
            note: total.n_clients > 0 ? texts.women(share(total.n_women, total.n_clients)) : undefined,
          },
        ]}
      />
      <div className={styles.notes}>
        <Areas summary={summary} />
        {list && (
          <p>
            {texts.caught(
              n(summary.first.n_clients),
              formatShare(list.caught, language),
              formatShare(list.chance, language),
            )}
          </p>
        )}
        <Tested />
      </div>
    </Section>
  );
}

/** How the clients are spread over the areas, in one line of text. */
function Areas({ summary }: { summary: Summary }) {
  const language = currentLanguage();
  const areas = summary.areas.filter((area) => area.n_clients > 0);
  if (areas.length < 2) {
    return null;
  }
  const words = areas.map(
    (area) => `${area.name || pageTexts().summary.unknownArea} ${formatNumber(area.n_clients, language)}`,
  );
  return (
    <p>
      {pageTexts().summary.areas}: {words.join(' · ')}
    </p>
  );
}

interface MetricRow extends Record<string, Cell> {
  metric: string;
  value: number | null;
}

const readMetrics = (frame: DataFrame) => rowsOf<MetricRow>(frame, 'metric', 'value');

/** How well the order by risk has done, of the named query top_capture. */
function Tested() {
  const language = currentLanguage();
  const texts = pageTexts().summary;
  const answer = useNamedQuery('top_capture', readMetrics);
  const found = answer.state === 'ready' ? tested(answer.data) : undefined;
  if (!found) {
    return null;
  }
  const text = texts.tested(formatShare(found.caught, language), formatShare(found.chance, language));
  return (
    <p>
      {text} <Help about={text}>{texts.testedHelp}</Help>
    </p>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  notes: css({ display: 'grid', gap: theme.spacing(0.5), p: { margin: 0 } }),
});
