import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, useStyles2 } from '@grafana/ui';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';

import { postResource } from '../../client/client';
import { toFailure } from '../../client/failure';
import { useNamedQuery } from '../../client/useQuery';
import { currentLanguage } from '../../texts';
import { type Draft, draftOf, faultsOf, LONGEST_WHY, requestOf } from './draft';
import { BelievedField, ChoiceField, DayField, WhyField } from './fields';
import { type Opening } from './opening';
import { readChoices, readReasonChoices } from './read';
import { clientTexts } from './texts';

interface Props {
  client: string;
  opening: Opening;
  selection: string;
  onClose: () => void;
  onSaved: () => void;
}

/** One form for the three things that can be decided. It opens in the page, so that what one decides on stays in sight. */
export function DecisionForm(props: Props) {
  const { opening } = props;
  const key = `${opening.form} ${opening.kind ?? ''} ${opening.reason ?? ''} ${opening.corrects?.ledger_id ?? ''}`;
  return <Form key={key} {...props} />;
}

function Form({ client, opening, selection, onClose, onSaved }: Props) {
  const styles = useStyles2(getStyles);
  const { form: texts } = clientTexts();
  const id = useId();
  const [draft, setDraft] = useState(() => draftOf(opening, selection));
  const [isTried, setIsTried] = useState(false);
  const [isSaving, setIsSaving] = useState(false);
  const [failure, setFailure] = useState('');
  const reasons = useNamedQuery('not_followed_reasons', readReasonChoices);
  const faults = faultsOf(opening.form, draft, reasons.state === 'ready' ? reasons.data : []);
  const isWhole = Object.keys(faults).length === 0 && draft.why.length <= LONGEST_WHY;
  const heading = useFocused();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setIsTried(true);
    setFailure('');
    if (!isWhole || isSaving) {
      return;
    }
    setIsSaving(true);
    try {
      await postResource(`interventions?language=${currentLanguage()}`, requestOf(client, opening, draft));
      onSaved();
    } catch (error) {
      setFailure(toFailure(error).message);
      setIsSaving(false);
    }
  };
  const title = {
    followed: opening.corrects ? texts.correctTitle : texts.registerTitle,
    not_followed: texts.notFollowTitle,
    withdrawn: texts.withdrawTitle,
  }[opening.form];
  return (
    <form className={styles.form} aria-labelledby={id} onSubmit={(event) => void submit(event)} noValidate>
      <h3 id={id} ref={heading} tabIndex={-1} className={styles.title}>
        {title}
      </h3>
      <Fields
        client={client}
        form={opening.form}
        draft={draft}
        faults={isTried ? faults : {}}
        onChange={(change) => setDraft({ ...draft, ...change })}
        isSettled={opening.corrects !== undefined}
      />
      <div role="alert">
        {isTried && !isWhole && <p className={styles.missing}>{texts.missing}</p>}
        {failure !== '' && (
          <Alert severity="error" title={texts.failed}>
            {failure}
          </Alert>
        )}
      </div>
      <div className={styles.buttons}>
        <Button type="submit" disabled={isSaving}>
          {isSaving ? texts.saving : texts.save}
        </Button>
        <Button type="button" variant="secondary" onClick={onClose}>
          {texts.cancel}
        </Button>
      </div>
    </form>
  );
}

/** Moves the focus to the form when it opens, and brings it into sight. */
function useFocused() {
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    ref.current?.focus({ preventScroll: true });
    ref.current?.scrollIntoView?.({ block: 'nearest' });
  }, []);
  return ref;
}

interface FieldsProps {
  client: string;
  form: Opening['form'];
  draft: Draft;
  faults: ReturnType<typeof faultsOf>;
  onChange: (change: Partial<Draft>) => void;
  /** The kind is that of the row that is corrected. */
  isSettled: boolean;
}

function Fields({ client, form, draft, faults, onChange, isSettled }: FieldsProps) {
  const styles = useStyles2(getStyles);
  const { form: texts } = clientTexts();
  const kinds = useNamedQuery('intervention_kinds', readChoices);
  const reasons = useNamedQuery('not_followed_reasons', readReasonChoices);
  const fault = (field: keyof typeof faults) => faults[field] && texts[faults[field]];
  const why = (label: string) => (
    <WhyField label={label} value={draft.why} error={fault('why')} onChange={(text) => onChange({ why: text })} />
  );
  if (form === 'withdrawn') {
    return why(texts.whyWithdraw);
  }
  const kind = (label: string, none: string) => (
    <ChoiceField
      label={label}
      none={none}
      choices={kinds.state === 'ready' ? kinds.data : []}
      value={draft.kind}
      error={fault('kind')}
      isDisabled={isSettled}
      onChange={(value) => onChange({ kind: value })}
    />
  );
  if (form === 'not_followed') {
    return (
      <>
        <div className={styles.row}>
          <ChoiceField
            label={texts.reason}
            none={texts.choose}
            choices={reasons.state === 'ready' ? reasons.data : []}
            value={draft.reason}
            error={fault('reason')}
            onChange={(reason) => onChange({ reason })}
          />
          {kind(texts.kindOptional, texts.anyKind)}
        </div>
        {why(texts.whyNot)}
      </>
    );
  }
  return (
    <>
      <div className={styles.row}>
        {kind(texts.kind, texts.choose)}
        <DayField
          label={texts.start}
          value={draft.start}
          error={fault('start')}
          onChange={(start) => onChange({ start })}
        />
        <DayField
          label={texts.end}
          note={texts.optional}
          value={draft.plannedEnd}
          error={fault('plannedEnd')}
          onChange={(plannedEnd) => onChange({ plannedEnd })}
        />
      </div>
      <BelievedField
        client={client}
        kind={draft.kind}
        value={draft.believed}
        error={fault('believed')}
        onChange={(believed) => onChange({ believed })}
      />
      {why(texts.why)}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  form: css({
    display: 'grid',
    gap: theme.spacing(2),
    padding: theme.spacing(2),
    marginBottom: theme.spacing(2),
    background: theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.medium}`,
    borderRadius: theme.shape.radius.default,
  }),
  title: css({ margin: 0, fontSize: theme.typography.h5.fontSize }),
  row: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(2), alignItems: 'start' }),
  buttons: css({ display: 'flex', gap: theme.spacing(1) }),
  missing: css({ margin: 0, color: theme.colors.error.text }),
});
