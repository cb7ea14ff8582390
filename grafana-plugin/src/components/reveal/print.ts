import { remarkOf, revealTexts } from './texts';
import { type Person } from './types';

const style = 'body{font:12pt sans-serif}th,td{text-align:left;padding:4pt 12pt 4pt 0;border-bottom:1px solid #999}';

/** Fills a document with the list. Values are set as text, never as markup. */
export function fillDocument(doc: Document, persons: Person[]) {
  const texts = revealTexts();
  const add = (to: HTMLElement, tag: string, text = '') => {
    const element = doc.createElement(tag);
    element.textContent = text;
    to.appendChild(element);
    return element;
  };
  doc.title = texts.printTitle;
  add(doc.head, 'style', style);
  add(doc.body, 'p', texts.printWarning);
  const table = add(doc.body, 'table');
  const head = add(table, 'tr');
  [texts.client, texts.number, texts.remark].forEach((title) => add(head, 'th', title));
  for (const person of persons) {
    const row = add(table, 'tr');
    [person.clientId, person.number ?? '–', remarkOf(person)].forEach((text) => add(row, 'td', text));
  }
}

/** Prints the list from a frame that has no address and is taken away again: it is kept nowhere. */
export function printPersons(persons: Person[]) {
  const frame = document.createElement('iframe');
  frame.setAttribute('aria-hidden', 'true');
  frame.style.cssText = 'position:fixed;width:0;height:0;border:0';
  document.body.appendChild(frame);
  const { contentWindow: view, contentDocument: doc } = frame;
  if (view && doc) {
    fillDocument(doc, persons);
    view.focus();
    view.print(); // waits until the reader has printed or not
  }
  frame.remove();
}
