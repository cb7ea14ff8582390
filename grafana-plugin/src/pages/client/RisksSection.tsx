import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';

import { useNamedQuery } from '../../client/useQuery';
import { Interval } from '../../components/Interval';
import { Section } from '../../components/Section';
import { Answered, Empty } from '../../components/states';
import { formatDate, formatNumber, formatShare } from '../../format';
import { currentLanguage } from '../../texts';
import { type Reason, readReasons, readRisks, type Risk } from './read';
import { type ClientTexts, clientTexts } from './texts';

interface Props {
  id: string;
  /** Says that an estimate is wrong; undefined for those who may not. */
  onWrong?: () => void;
}

const SHOWN = 5; // reasons of each risk

/** What may happen within a year, how sure that is, and why the estimate is what it is. */
export function RisksSection({ id, onWrong }: Props) {
  const { risks } = clientTexts();
  const query = { name: 'client_risks', parameters: { client: id } };
  const answer = useNamedQuery(query.name, readRisks, query.parameters);
  const reasons = useNamedQuery('client_reasons', readReasons, { client: id });
  return (
    <Section
      title={risks.title}
      help={risks.help}
      query={query}
      actions={
        onWrong && (
          <Button size="sm" variant="secondary" onClick={onWrong}>
            {risks.wrong}
          </Button>
        )
      }
    >
      <Answered answer={answer}>
        {(rows) => (
          <Answered answer={reasons}>
            {(why) => (rows.length === 0 ? <Empty>{risks.none}</Empty> : <Risks risks={rows} reasons={why} />)}
          </Answered>
        )}
      </Answered>
    </Section>
  );
}

function Risks({ risks, reasons }: { risks: Risk[]; reasons: Reason[] }) {
  const styles = useStyles2(getStyles);
  const texts = clientTexts();
  const top = Math.max(...risks.map((risk) => risk.probability_high));
  return (
    <>
      <ul className={styles.list}>
        {risks.map((risk) => (
          <li key={risk.target}>
            <OneRisk risk={risk} top={top} reasons={reasons.filter(({ target }) => target === risk.target)} />
          </li>
        ))}
      </ul>
      <p className={styles.quiet}>{texts.risks.asOf(formatDate(risks[0]?.as_of_date))}</p>
    </>
  );
}

function OneRisk({ risk, top, reasons }: { risk: Risk; top: number; reasons: Reason[] }) {
  const styles = useStyles2(getStyles);
  const language = currentLanguage();
  const { risks: texts } = clientTexts();
  const write = (share: number) => formatShare(share, language);
  const raising = reasons.filter(({ contribution }) => contribution > 0).slice(0, SHOWN);
  return (
    <>
      <h3 className={styles.title}>{language === 'sv' ? risk.title_sv : risk.title_en}</h3>
      <div className={styles.number}>
        <strong>
          {texts.about(write(risk.probability), write(risk.probability_low), write(risk.probability_high))}
        </strong>
        <Interval
          low={risk.probability_low}
          value={risk.probability}
          high={risk.probability_high}
          scale={[0, Math.max(top, 0.2)]}
        />
      </div>
      <p className={styles.quiet}>
        {texts.inTen(inHundred(risk.probability))} {percentileInWords(risk.percentile, texts)}
      </p>
      {raising.length === 0 ? (
        <p className={styles.quiet}>{texts.noReasons}</p>
      ) : (
        <>
          <p className={styles.lead}>{texts.reasons}</p>
          <ol className={styles.reasons}>
            {raising.map((reason) => (
              <li key={reason.rank}>
                {language === 'sv' ? reason.sentence_sv : reason.sentence_en}{' '}
                <span className={styles.strength}>{strengthInWords(reason.contribution, texts)}</span>
              </li>
            ))}
          </ol>
        </>
      )}
    </>
  );
}

function inHundred(probability: number): string {
  return formatNumber(Math.max(Math.round(probability * 100), 1), currentLanguage());
}

/** Where a client lies among all, as one would say it. */
export function percentileInWords(percentile: number, texts: ClientTexts['risks']): string {
  const language = currentLanguage();
  if (percentile >= 80) {
    return texts.among(formatNumber(Math.max(Math.ceil(100 - percentile), 1), language));
  }
  return percentile >= 50
    ? texts.higherThan(formatNumber(Math.floor(percentile), language))
    : texts.lowerThan(formatNumber(Math.floor(100 - percentile), language));
}

/** How much a reason does: e to the power of the contribution is how many times it raises the odds. */
export function strengthInWords(contribution: number, texts: ClientTexts['risks']): string {
  if (contribution >= 0.7) {
    return texts.strength.much; // about a doubling of the odds
  }
  return contribution >= 0.2 ? texts.strength.some : texts.strength.little; // a fifth and more, or less
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    listStyle: 'none',
    margin: 0,
    display: 'grid',
    gap: theme.spacing(2),
    'li + li': { borderTop: `1px solid ${theme.colors.border.weak}`, paddingTop: theme.spacing(1.5) },
  }),
  title: css({ margin: 0, fontSize: theme.typography.body.fontSize, fontWeight: theme.typography.fontWeightMedium }),
  number: css({
    display: 'grid',
    gridTemplateColumns: 'auto minmax(80px, 1fr)',
    gap: theme.spacing(2),
    alignItems: 'center',
    strong: { fontSize: theme.typography.h4.fontSize, fontVariantNumeric: 'tabular-nums' },
  }),
  quiet: css({ margin: theme.spacing(0.5, 0), color: theme.colors.text.secondary }),
  lead: css({ margin: theme.spacing(1, 0, 0.5), fontWeight: theme.typography.fontWeightMedium }),
  reasons: css({
    margin: 0,
    paddingLeft: theme.spacing(2.5),
    '&& li': { border: 'none', padding: 0 },
  }),
  strength: css({ color: theme.colors.text.secondary, whiteSpace: 'nowrap', '&::before': { content: '"· "' } }),
});
