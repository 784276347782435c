import type { HostMessage } from '../../src/protocol/predictionsPanel.ts';
import { button, checkbox } from '../shared/controls.ts';
import { element } from '../shared/dom.ts';
import { duration } from './scoreView.ts';

type Answer = Extract<HostMessage, { type: 'answer' }>;
type Details = Extract<HostMessage, { type: 'details' }>;

/** Status, variant, time and content type of an exchange, as far as they are known. */
function exchangeFacts({
  status,
  variant,
  milliseconds,
  contentType,
}: Pick<Answer, 'status' | 'variant' | 'milliseconds' | 'contentType'>) {
  const facts = [
    status === undefined ? '' : `status ${status}`,
    variant === undefined ? '' : `variant ${variant}`,
    milliseconds === undefined ? '' : duration(milliseconds),
    contentType ?? '',
  ];
  return facts.filter((fact) => fact !== '').join(' · ');
}

/** The answer to a text: pretty-printed, or as it came. */
export class AnswerView {
  readonly root = element('div', { class: 'answer', 'aria-live': 'polite' });
  private isRaw = false;

  constructor(private readonly onOpenLogs: () => void) {
    this.root.hidden = true;
  }

  clear(): void {
    this.root.hidden = true;
  }

  show(answer: Answer): void {
    const { body, problem, hasLog } = answer;
    const pretty = prettyJson(body);
    const text = element('pre', { class: 'payload', tabindex: '0', 'aria-label': 'Answer' });
    const draw = (): void => void (text.textContent = this.isRaw ? body : (pretty ?? body));
    draw();
    const raw = checkbox({
      label: 'As it came',
      checked: this.isRaw,
      onChange: (checked) => {
        this.isRaw = checked;
        draw();
      },
    });
    raw.hidden = pretty === undefined || pretty === body;
    const logs = button({ label: 'Open Logs', onPress: this.onOpenLogs });
    logs.hidden = !hasLog;
    this.root.hidden = false;
    this.root.replaceChildren(
      element(
        'div',
        { class: 'section-head' },
        element('h2', {}, problem === undefined ? 'Answer' : 'No answer'),
        element('span', { class: 'muted' }, exchangeFacts(answer)),
        element('span', { class: 'spacer' }),
        raw,
        logs,
      ),
      ...(problem === undefined ? [] : [element('p', { class: 'problem' }, problem)]),
      ...(body === '' || problem !== undefined ? [] : [text]),
    );
  }
}

/** One row as it was sent, and what came back. */
export function detailsView(details: Details, onOpenLogs: () => void): HTMLElement[] {
  const { line, input, label, answer, problem, requestRows } = details;
  const facts = [
    requestRows === undefined
      ? ''
      : requestRows === 1
        ? 'a request of its own'
        : `one of ${requestRows} rows of its request`,
    exchangeFacts(details),
  ];
  const logs = button({ label: 'Open Logs', onPress: onOpenLogs });
  logs.hidden = problem === undefined;
  const block = (title: string, text: string, kind = 'payload'): HTMLElement =>
    element(
      'div',
      { class: 'detail' },
      element('h3', {}, title),
      element('pre', { class: kind, tabindex: '0', 'aria-label': title }, text),
    );
  return [
    element(
      'div',
      { class: 'section-head' },
      element('h2', {}, `Line ${line}`),
      element('span', { class: 'muted' }, facts.filter((fact) => fact !== '').join(' · ')),
      element('span', { class: 'spacer' }),
      logs,
    ),
    element(
      'div',
      { class: 'details-columns' },
      block('Sent', input),
      problem === undefined
        ? block('Answer', answer ?? 'No answer yet.')
        : block('No answer', problem, 'payload problem'),
      ...(label === undefined ? [] : [block('Label (never sent)', label)]),
    ),
  ];
}

function prettyJson(text: string): string | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return undefined; // shown as it is
  }
}
