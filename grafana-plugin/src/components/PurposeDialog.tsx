import { Button, Field, Input, Modal } from '@grafana/ui';
import { type FormEvent, useId, useState } from 'react';

import { currentTexts } from '../texts';

interface Props {
  about: string;
  /** What stands in the field at first. */
  purpose: string;
  onConfirm: (purpose: string) => void;
  onDismiss: () => void;
}

/** Asks why single clients are taken out; the answer is kept in the log of exports. */
export function PurposeDialog({ about, purpose, onConfirm, onDismiss }: Props) {
  const { exporting } = currentTexts();
  const [given, setGiven] = useState(purpose);
  const [isTold, setIsTold] = useState(false);
  const id = useId();
  const isMissing = given.trim() === '';

  function confirm(event: FormEvent) {
    event.preventDefault();
    if (isMissing) {
      setIsTold(true);
      document.getElementById(id)?.focus();
    } else {
      onConfirm(given.trim());
    }
  }

  return (
    <Modal isOpen title={exporting.purposeTitle(about)} onDismiss={onDismiss}>
      <form onSubmit={confirm} noValidate>
        <Field
          label={exporting.purpose}
          description={exporting.purposeHelp}
          htmlFor={id}
          required
          invalid={isTold && isMissing}
          error={exporting.purposeMissing}
        >
          <Input id={id} value={given} onChange={(event) => setGiven(event.currentTarget.value)} maxLength={300} />
        </Field>
        <Modal.ButtonRow>
          <Button type="button" variant="secondary" fill="outline" onClick={onDismiss}>
            {exporting.cancel}
          </Button>
          <Button type="submit">{exporting.button}</Button>
        </Modal.ButtonRow>
      </form>
    </Modal>
  );
}
