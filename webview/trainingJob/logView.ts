import { button } from '../shared/controls.ts';
import { coalesced, element } from '../shared/dom.ts';
import { formatCount, formatTime } from '../shared/format.ts';
import type { LogWindow } from '../../src/protocol/trainingJobPanel.ts';
import { LogLines, type LogLine } from './logLines.ts';
import { displayText, levelOf } from './logText.ts';

/** Must be the row height of style.css. */
const rowHeight = 18;
/** Browsers cannot make an element taller than some 30 million pixels; beyond this the scroll bar is a scale, not a ruler. */
const tallest = 10_000_000;
const overscan = 12;

export interface LogViewOptions {
  readonly follow: boolean;
  readonly firstLine: number;
  readonly onRequest: (start: number, count: number) => void;
  readonly onPosition: (follow: boolean, firstLine: number) => void;
}

/** The job's log: only the rows in sight are in the page. */
export class LogView {
  readonly root: HTMLElement;
  private readonly lines = new LogLines();
  private readonly rows = new Map<number, { node: HTMLElement; line: LogLine | undefined }>();
  private readonly sizer = element('div', { class: 'log-sizer' });
  private readonly scroller = element(
    'div',
    { class: 'log', tabindex: '0', role: 'region', 'aria-label': 'Log lines' },
    this.sizer,
  );
  private readonly count = element('span', { class: 'muted' });
  private readonly empty = element('p', { class: 'empty' });
  private readonly endButton = button({ label: 'Jump to end', onPress: () => this.jumpToEnd() });
  private readonly schedule = coalesced(() => this.render());
  private follow: boolean;
  private restoreLine: number | undefined;
  private live = true;
  private extent: Pick<LogWindow, 'isWhole' | 'problem'> = {};
  /** Where following last put the scroll position. */
  private followedTop = 0;

  constructor(private readonly options: LogViewOptions) {
    this.follow = options.follow;
    this.restoreLine = options.follow ? undefined : options.firstLine;
    this.root = element(
      'section',
      { class: 'log-section', 'aria-labelledby': 'log-title' },
      element(
        'div',
        { class: 'section-head' },
        element('h2', { id: 'log-title' }, 'Log'),
        this.count,
        element('span', { class: 'spacer' }),
        this.endButton,
      ),
      this.empty,
      this.scroller,
    );
    this.scroller.addEventListener('scroll', () => this.onScroll());
    this.scroller.addEventListener('scrollend', () =>
      this.options.onPosition(this.follow, this.follow ? 0 : this.firstLine),
    );
    new ResizeObserver(this.schedule).observe(this.scroller);
    this.schedule();
  }

  update(window: LogWindow): void {
    this.extent = window;
    // A log that is read anew, as after a lost connection, is shown as it was until it is there.
    if (window.total > 0 || window.isWhole === true) this.lines.accept(window);
    this.schedule();
  }

  /** Whether more lines may come. */
  setLive(live: boolean): void {
    this.live = live;
    this.schedule();
  }

  jumpToEnd(): void {
    this.follow = true;
    this.restoreLine = undefined;
    this.render();
    this.scroller.focus();
    this.options.onPosition(true, 0);
  }

  private get capacity(): number {
    return Math.max(1, Math.floor(this.scroller.clientHeight / rowHeight));
  }

  private get scale(): { readonly height: number; readonly pixelsPerLine: number } {
    const { total } = this.lines;
    const height = Math.min(tallest, total * rowHeight);
    const lastFirst = total - this.capacity;
    const travel = height - this.scroller.clientHeight;
    return { height, pixelsPerLine: height < tallest || lastFirst <= 0 ? rowHeight : travel / lastFirst };
  }

  private get firstLine(): number {
    return Math.max(0, Math.floor(this.scroller.scrollTop / this.scale.pixelsPerLine));
  }

  private onScroll(): void {
    const { scrollTop, clientHeight, scrollHeight } = this.scroller;
    const atEnd = scrollTop + clientHeight >= scrollHeight - rowHeight / 2;
    // A box that shrank, or lines that came, leave the end too: only scrolling up stops following.
    this.follow = atEnd || (this.follow && scrollTop >= this.followedTop);
    this.schedule();
  }

  private render(): void {
    const { total } = this.lines;
    this.renderFrame(total);
    if (total === 0) return;
    const { height, pixelsPerLine } = this.scale;
    this.sizer.style.height = `${height}px`;
    if (this.follow) this.scroller.scrollTop = height;
    else if (this.restoreLine !== undefined) this.scroller.scrollTop = this.restoreLine * pixelsPerLine;
    this.restoreLine = undefined;

    const { scrollTop } = this.scroller;
    if (this.follow) this.followedTop = scrollTop;
    const top = this.firstLine;
    const from = Math.max(0, top - overscan);
    const to = Math.min(total, top + this.capacity + overscan + 1);
    for (const request of this.lines.missing(from, to - from)) this.options.onRequest(request.start, request.count);
    // Rows still in sight stay the same nodes, so that a selection survives scrolling.
    for (const [line, { node }] of this.rows) {
      if (line >= from && line < to) continue;
      node.remove();
      this.rows.delete(line);
    }
    const shift = scrollTop - top * pixelsPerLine;
    for (let line = from; line < to; line++) {
      this.rowFor(line).style.top = `${scrollTop - shift + (line - top) * rowHeight}px`;
    }
  }

  private renderFrame(total: number): void {
    this.count.textContent = total === 0 ? '' : `${formatCount(total, 'line')}${this.countNote}`;
    this.empty.textContent = this.emptyText;
    this.empty.hidden = total > 0;
    this.scroller.hidden = total === 0;
    this.endButton.hidden = this.follow || total === 0;
  }

  private get countNote(): string {
    if (this.extent.problem !== undefined) return ', the rest could not be read yet';
    return this.follow && this.live ? ', following' : '';
  }

  private get emptyText(): string {
    const { problem, isWhole } = this.extent;
    if (problem !== undefined) return `The log could not be read: ${problem}`;
    if (this.live) return 'Waiting for the first log line. It appears here as soon as the job writes it.';
    return isWhole === true ? 'This job wrote no log.' : 'The log has not been read yet.';
  }

  private rowFor(line: number): HTMLElement {
    const content = this.lines.at(line);
    const known = this.rows.get(line);
    if (known && known.line === content) return known.node;
    const node = known?.node ?? this.sizer.insertBefore(element('div', {}), this.nextRow(line));
    const text = content && displayText(content.message);
    const level = text === undefined ? undefined : levelOf(text);
    node.className = level ? `log-row ${level}` : 'log-row';
    node.title = content ? formatTime(content.timestamp) : '';
    node.replaceChildren(
      element('span', { class: 'log-number', 'data-line': String(line + 1) }),
      element('span', { class: 'log-text' }, text ?? '…'),
    );
    this.rows.set(line, { node, line: content });
    return node;
  }

  /** Document order is line order, so that copying and reading aloud go from top to bottom. */
  private nextRow(line: number): HTMLElement | null {
    let next: number | undefined;
    for (const at of this.rows.keys()) if (at > line && (next === undefined || at < next)) next = at;
    return next === undefined ? null : (this.rows.get(next)?.node ?? null);
  }
}
