// Texts of the dialog that shows who a client is.
import { currentLanguage } from '../../texts';
import { type Outcome, type Person } from './types';

export const sv = {
  one: 'Visa identitet',
  many: (n: string) => `Visa identiteter (${n})`,
  intro:
    'Den här uppgiften är skyddad av sekretess. Ange vad du ska ha den till. Att du har frågat skrivs i åtkomstloggen, en rad för varje person, innan något visas.',
  purpose: 'Ändamål',
  why: 'Varför behöver du veta det?',
  whyHelp: (min: number) => `Minst ${min} tecken. Skriv inte namn eller personnummer.`,
  whyExample: 'Till exempel: Ringa om hembesök inför träningsperioden',
  tooMany: (n: string, max: string) => `Du har valt ${n} personer. Högst ${max} kan visas åt gången: välj färre.`,
  show: 'Visa',
  asking: 'Hämtar …',
  cancel: 'Avbryt',
  close: 'Dölj och stäng',
  print: 'Skriv ut',
  hidesIn: (seconds: string) => `Döljs om ${seconds} sekunder`,
  hidden: 'Uppgifterna är dolda igen. Visa dem på nytt om du fortfarande behöver dem.',
  again: 'Visa på nytt',
  caption: 'Brukare och personnummer',
  client: 'Brukare',
  number: 'Personnummer',
  remark: 'Anmärkning',
  isProtected: 'Skyddade personuppgifter: hantera enligt er rutin',
  outcomes: {
    shown: '',
    protected: 'Skyddade personuppgifter: visas inte här',
    not_yours: 'Inte i dina områden',
    no_identity: 'Ingen identitet finns sparad',
  } satisfies Record<Outcome, string>,
  printTitle: 'Personnummer – får inte sparas',
  printWarning:
    'Innehåller personnummer. Förstör listan när ändamålet är uppfyllt. Den som skrev ut den står i åtkomstloggen.',
};

export const en: typeof sv = {
  one: 'Show identity',
  many: (n) => `Show identities (${n})`,
  intro:
    'This is covered by secrecy. Say what you need it for. That you asked is written in the access log, one row for each person, before anything is shown.',
  purpose: 'Purpose',
  why: 'Why do you need to know?',
  whyHelp: (min) => `At least ${min} characters. Do not write names or identity numbers.`,
  whyExample: 'For example: Call about a home visit before the training',
  tooMany: (n, max) => `You have chosen ${n} persons. At most ${max} can be shown at once: choose fewer.`,
  show: 'Show',
  asking: 'Fetching …',
  cancel: 'Cancel',
  close: 'Hide and close',
  print: 'Print',
  hidesIn: (seconds) => `Hidden in ${seconds} seconds`,
  hidden: 'It is hidden again. Show it anew if you still need it.',
  again: 'Show anew',
  caption: 'Clients and identity numbers',
  client: 'Client',
  number: 'Identity number',
  remark: 'Remark',
  isProtected: 'Protected identity: handle it by your routine',
  outcomes: {
    shown: '',
    protected: 'Protected identity: not shown here',
    not_yours: 'Not in your areas',
    no_identity: 'No identity is kept',
  },
  printTitle: 'Identity numbers – not to be kept',
  printWarning:
    'Holds identity numbers. Destroy the list when its purpose is fulfilled. Who printed it is in the access log.',
};

/** The dialog's texts in the reader's language. */
export function revealTexts(): typeof sv {
  return currentLanguage() === 'en' ? en : sv;
}

/** What is said beside a person. */
export function remarkOf(person: Person): string {
  const texts = revealTexts();
  return person.isProtected ? texts.isProtected : texts.outcomes[person.outcome];
}
