import type { HostMessage } from '../../src/protocol/predictionsPanel.ts';
import { button } from '../shared/controls.ts';
import { element } from '../shared/dom.ts';

type Compose = NonNullable<Extract<HostMessage, { type: 'snapshot' }>['compose']>;

/** What is sent. */
export interface Composed {
  readonly text: string;
  readonly contentType: string;
  /** Without it the endpoint chooses. */
  readonly variant?: string;
}

export interface ComposeOptions {
  /** What was typed before the window was reloaded, and the variants that could be chosen then. */
  readonly kept: Partial<Composed> & { readonly variants?: readonly string[] };
  readonly onSend: (composed: Composed) => void;
  readonly onChange: (composed: Composed) => void;
}

/** Where a text is typed and sent. */
export class ComposeView {
  readonly root: HTMLElement;
  private readonly text = element('textarea', {
    id: 'payload',
    rows: '5',
    spellcheck: 'false',
    placeholder: 'The body of the request, e.g. a row of a CSV without its label',
    'aria-keyshortcuts': 'Control+Enter',
  });
  private readonly type = element('input', { id: 'content-type', list: 'content-types', spellcheck: 'false' });
  private readonly types = element('datalist', { id: 'content-types' });
  private readonly variant = element('select', { id: 'variant' });
  private readonly variantField = element('label', { for: 'variant' }, 'Variant ', this.variant);
  private readonly sendButton = button({ label: 'Send', appearance: 'primary', onPress: () => this.send() });
  private readonly hint = element('p', { class: 'problem', role: 'alert' });
  private waiting = false;

  constructor(private readonly options: ComposeOptions) {
    this.root = element(
      'section',
      { class: 'compose', 'aria-labelledby': 'compose-title' },
      element('div', { class: 'section-head' }, element('h2', { id: 'compose-title' }, 'Ask with a text')),
      element('label', { for: 'payload', class: 'hidden-label' }, 'Body of the request'),
      this.text,
      element(
        'div',
        { class: 'compose-row' },
        element('label', { for: 'content-type' }, 'Content type ', this.type),
        this.types,
        this.variantField,
        element('span', { class: 'spacer' }),
        element('span', { class: 'muted' }, 'Ctrl+Enter'),
        this.sendButton,
      ),
      this.hint,
    );
    this.hint.hidden = true;
    this.text.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      this.send();
    });
    for (const field of [this.text, this.type, this.variant])
      field.addEventListener('input', () => {
        this.hint.hidden = true;
        options.onChange(this.composed);
      });
  }

  /** @returns The variants that can be chosen: those of before where the host has not looked. */
  setUp({ variants: found, contentTypes, text, contentType, variant }: Compose): string[] {
    const { kept } = this.options;
    const variants = found.length > 0 ? found : (kept.variants ?? []);
    this.types.replaceChildren(...contentTypes.map((type) => element('option', { value: type })));
    this.variant.replaceChildren(
      element('option', { value: '' }, 'by weight'),
      ...variants.map((name) => element('option', { value: name }, name)),
    );
    this.variantField.hidden = variants.length < 2;
    this.text.value = kept.text ?? text;
    this.type.value = kept.contentType ?? contentType;
    const chosen = kept.variant ?? variant ?? '';
    this.variant.value = variants.includes(chosen) ? chosen : '';
    return [...variants];
  }

  /** Whether an answer is waited for. */
  setWaiting(waiting: boolean): void {
    this.waiting = waiting;
    this.sendButton.toggleAttribute('disabled', waiting);
    this.sendButton.textContent = waiting ? 'Waiting…' : 'Send';
  }

  focus(): void {
    this.text.focus();
  }

  private get composed(): Composed {
    const variant = this.variant.value;
    return { text: this.text.value, contentType: this.type.value.trim(), ...(variant !== '' && { variant }) };
  }

  private send(): void {
    if (this.waiting) return;
    if (this.text.value.trim() === '')
      return this.ask(this.text, 'Type or paste what is sent, e.g. a row of a CSV without its label.');
    if (this.composed.contentType === '') return this.ask(this.type, 'Say what the text is, e.g. text/csv.');
    this.setWaiting(true);
    this.options.onSend(this.composed);
  }

  /** Says what is missing, where it is to be typed. */
  private ask(field: HTMLElement, hint: string): void {
    this.hint.textContent = hint;
    this.hint.hidden = false;
    field.focus();
  }
}
