import { Checkbox, Field, Modal, TextArea } from '@grafana/ui';
import { type FormEvent, useId, useState } from 'react';

import { postResource } from '../../client/client';
import { toFailure } from '../../client/failure';
import { formatNumber } from '../../format';
import { currentLanguage } from '../../texts';
import { type Run } from './read';
import { FormEnd } from './FormEnd';
import { reviewTexts } from './texts';
import { auditWords, titleOf } from './words';

/** A decision that is about to be made on a run. */
export interface Deciding {
  run: Run;
  decision: 'approved' | 'rejected';
}

interface Props extends Deciding {
  longestWhy: number;
  onSaved: () => void;
  onDismiss: () => void;
}

/** Asks for the reason of a decision on a run; what the audit has failed is approved by an open word only. */
export function DecideDialog({ run, decision, longestWhy, onSaved, onDismiss }: Props) {
  const { models } = reviewTexts();
  const texts = models.decide;
  const [why, setWhy] = useState('');
  const [isDespite, setIsDespite] = useState(false);
  const [isTried, setIsTried] = useState(false);
  const [isSaving, setIsSaving] = useState(false);
  const [failure, setFailure] = useState('');
  const id = useId();
  const isApproval = decision === 'approved';
  const isFailed = isApproval && run.n_failed > 0;
  const isMissing = why.trim() === '';
  const action = isApproval ? texts.approve : run.state === 'shown' ? texts.stop : texts.reject;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setIsTried(true);
    if (isSaving || isMissing || (isFailed && !isDespite)) {
      return;
    }
    setIsSaving(true);
    setFailure('');
    try {
      const body = { run: run.run, decision, despiteAudit: isDespite, why };
      await postResource(`models/approvals?language=${currentLanguage()}`, body);
      onSaved();
    } catch (error) {
      setFailure(toFailure(error).message);
      setIsSaving(false);
    }
  };
  return (
    <Modal isOpen title={`${action}: ${titleOf(run)}`} onDismiss={onDismiss}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <p>{isApproval ? texts.approveText : texts.rejectText}</p>
        <p>{auditWords(run)}</p>
        {isFailed && (
          <Field invalid={isTried && !isDespite} error={texts.despiteMissing}>
            <Checkbox
              label={texts.despite(formatNumber(run.n_failed, currentLanguage()))}
              value={isDespite}
              onChange={(event) => setIsDespite(event.currentTarget.checked)}
            />
          </Field>
        )}
        <Field
          label={texts.why}
          description={texts.whyHelp}
          htmlFor={id}
          required
          invalid={isTried && isMissing}
          error={texts.whyMissing}
        >
          <TextArea
            id={id}
            rows={3}
            maxLength={longestWhy}
            value={why}
            onChange={(event) => setWhy(event.currentTarget.value)}
          />
        </Field>
        <FormEnd
          texts={texts}
          action={action}
          failure={failure}
          isSaving={isSaving}
          isDestructive={!isApproval}
          onDismiss={onDismiss}
        />
      </form>
    </Modal>
  );
}
