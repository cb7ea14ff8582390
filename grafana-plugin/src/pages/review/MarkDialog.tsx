import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Field, Modal, RadioButtonList, TextArea, useStyles2 } from '@grafana/ui';
import { type FormEvent, useId, useState } from 'react';

import { postResource } from '../../client/client';
import { toFailure } from '../../client/failure';
import { formatInstant } from '../../format';
import { currentLanguage } from '../../texts';
import { type Mark, type Verdict, VERDICTS } from './read';
import { FormEnd } from './FormEnd';
import { reviewTexts } from './texts';
import { verdictWords } from './words';

interface Props {
  /** Id of the finding, or of the access. */
  subject: string;
  title: string;
  lead?: string;
  facts: Array<[string, string]>;
  history: Mark[];
  onSaved: () => void;
  onDismiss: () => void;
}

/** What is known of a finding or a sample, what was written of it before, and the form to write down what a control came to. */
export function MarkDialog({ subject, title, lead, facts, history, onSaved, onDismiss }: Props) {
  const styles = useStyles2(getStyles);
  const { mark: texts } = reviewTexts();
  return (
    <Modal isOpen title={title} onDismiss={onDismiss}>
      {lead && <p>{lead}</p>}
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name} className={styles.fact}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {history.length > 0 && (
        <>
          <h3 className={styles.heading}>{texts.before}</h3>
          <ul className={styles.history}>
            {history.map((mark) => (
              <li key={mark.marked_at}>
                <strong>{verdictWords(mark.verdict)}</strong>{' '}
                <span className={styles.by}>{texts.by(mark.marked_by, formatInstant(mark.marked_at))}</span>
                <br />
                {mark.note}
              </li>
            ))}
          </ul>
        </>
      )}
      <MarkForm subject={subject} onSaved={onSaved} onDismiss={onDismiss} />
    </Modal>
  );
}

function MarkForm({ subject, onSaved, onDismiss }: Pick<Props, 'subject' | 'onSaved' | 'onDismiss'>) {
  const { mark: texts } = reviewTexts();
  const [verdict, setVerdict] = useState<Verdict | ''>('');
  const [note, setNote] = useState('');
  const [isTried, setIsTried] = useState(false);
  const [isSaving, setIsSaving] = useState(false);
  const [failure, setFailure] = useState('');
  const id = useId();
  const isMissing = note.trim() === '';

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setIsTried(true);
    if (isSaving || verdict === '' || isMissing) {
      return;
    }
    setIsSaving(true);
    setFailure('');
    try {
      await postResource(`review/marks?language=${currentLanguage()}`, { id: subject, verdict, note });
      onSaved();
    } catch (error) {
      setFailure(toFailure(error).message);
      setIsSaving(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Field label={texts.verdict} invalid={isTried && verdict === ''} error={texts.verdictMissing}>
        <VerdictChoice value={verdict} onChange={setVerdict} />
      </Field>
      <Field
        label={texts.note}
        description={texts.noteHelp}
        htmlFor={id}
        invalid={isTried && isMissing}
        error={texts.noteMissing}
      >
        <TextArea id={id} rows={3} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
      </Field>
      <FormEnd texts={texts} action={texts.save} failure={failure} isSaving={isSaving} onDismiss={onDismiss} />
    </form>
  );
}

/** The verdicts, one under the other, so that a narrow screen has room for their words. */
function VerdictChoice({ value, onChange }: { value: Verdict | ''; onChange: (verdict: Verdict | '') => void }) {
  const { mark: texts } = reviewTexts();
  return (
    <div role="radiogroup" aria-label={texts.verdict}>
      <RadioButtonList<Verdict | ''>
        name={useId()}
        value={value}
        onChange={onChange}
        options={VERDICTS.map((verdict) => ({ value: verdict, label: verdictWords(verdict) }))}
      />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  facts: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(200px, 1fr))',
    gap: theme.spacing(1, 2),
    margin: theme.spacing(0, 0, 2),
  }),
  fact: css({
    dt: {
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
      fontWeight: theme.typography.fontWeightRegular,
    },
    dd: { margin: 0, overflowWrap: 'anywhere' },
  }),
  heading: css({ fontSize: theme.typography.h5.fontSize }),
  history: css({
    margin: theme.spacing(0, 0, 2),
    paddingLeft: theme.spacing(2),
    li: { marginBottom: theme.spacing(1) },
  }),
  by: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
