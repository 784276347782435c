import type { Subject, Summary } from '../../src/protocol/predictionsPanel.ts';
import { button } from '../shared/controls.ts';
import { element } from '../shared/dom.ts';
import { formatCount } from '../shared/format.ts';
import { ProductionMark } from '../shared/productionMark.ts';

export interface PanelHeaderOptions {
  readonly onSave: () => void;
  readonly onCopy: () => void;
  readonly onCancel: () => void;
}

const kinds: Readonly<Record<Subject['kind'], string>> = { endpoint: 'Endpoint', transformJob: 'Batch transform' };

/** What the predictions are of, how far they are, and what can be done with them. */
export class PanelHeader {
  readonly root: HTMLElement;
  readonly production = new ProductionMark();
  private readonly title = element('h1');
  private readonly meta = element('p', { class: 'meta' });
  private readonly status = element('p', { class: 'progress', role: 'status' });
  private readonly bar = element('progress', { 'aria-label': 'Rows answered' });
  private readonly progressRow = element('div', { class: 'progress-row' }, this.bar, this.status);
  private readonly notes = element('ul', { class: 'notes' });
  private readonly cancel: HTMLElement;
  private readonly save: HTMLElement;
  private readonly copy: HTMLElement;

  constructor({ onSave, onCopy, onCancel }: PanelHeaderOptions) {
    this.cancel = button({ label: 'Cancel', onPress: onCancel });
    this.save = button({ label: 'Save as CSV…', onPress: onSave });
    this.copy = button({ label: 'Copy', onPress: onCopy });
    this.copy.title = 'Copies all rows, with tabs between cells, for a spreadsheet';
    this.root = element(
      'header',
      {},
      element(
        'div',
        { class: 'title-row' },
        this.title,
        this.production.root,
        element('span', { class: 'spacer' }),
        this.cancel,
        this.copy,
        this.save,
      ),
      this.meta,
      this.progressRow,
      this.notes,
    );
  }

  setSubject({ kind, name, connection, source, contentType }: Subject): void {
    this.title.textContent = name;
    this.title.title = name;
    const facts = [kinds[kind], connection, source ?? '', contentType];
    this.meta.replaceChildren(...facts.filter((fact) => fact !== '').map((fact) => element('span', {}, fact)));
  }

  update({ done, failed, total, running }: Summary['progress'], notes: readonly string[]): void {
    this.cancel.hidden = !running;
    this.save.hidden = this.copy.hidden = running || done === 0;
    this.bar.hidden = !running;
    this.progressRow.hidden = total === 0;
    [this.bar.max, this.bar.value] = [Math.max(1, total), done];
    const text = total === 0 ? '' : progressText({ done, failed, total, running });
    // A screen reader is told of the end, and of the way there only now and then.
    if (this.status.textContent !== text) this.status.textContent = text;
    this.status.setAttribute('aria-live', running ? 'off' : 'polite');
    this.notes.replaceChildren(...notes.map((note) => element('li', {}, note)));
    this.notes.hidden = notes.length === 0;
  }
}

/** What was refused is no answer, though nothing more comes of it. */
function progressText({ done, failed, total, running }: Summary['progress']): string {
  const answered = done - failed;
  const refused = failed === 0 ? '' : `, ${formatCount(failed, 'row')} refused`;
  if (running || done < total)
    return `${answered.toLocaleString('en-US')} of ${formatCount(total, 'row')} answered${refused}`;
  return `${answered === 0 ? 'No row' : formatCount(answered, 'row')} answered${refused}`;
}
