import type { PredictedRow, PredictionPage } from '../../src/protocol/predictionsPanel.ts';
import { coalesced, element } from '../shared/dom.ts';
import { blockSize, RowPages } from './rowPages.ts';
import { columnsOf, type TableColumn, type TableShape } from './tableColumns.ts';

/** Must be the row height of style.css. */
const rowHeight = 22;
/** Browsers cannot make an element taller than some 30 million pixels. */
const tallest = 10_000_000;
const overscan = 8;

export interface RowsTableOptions {
  readonly firstRow: number;
  readonly selected: number | undefined;
  readonly onRequest: (start: number, count: number) => void;
  /** A place in the order in use, or none. */
  readonly onSelect: (place: number, row: PredictedRow | undefined) => void;
  readonly onPosition: (firstRow: number) => void;
}

/** The rows beside their answers: only those in sight are in the page; arrow keys move through all. */
export class RowsTable {
  readonly root: HTMLElement;
  private readonly pages: RowPages;
  private readonly head = element('div', { class: 'grid-head', role: 'row', 'aria-rowindex': '1' });
  private readonly body = element('div', { class: 'grid-body', role: 'rowgroup' });
  private readonly schedule = coalesced(() => this.render());
  private readonly nodes = new Map<number, { readonly node: HTMLElement; shown: PredictedRow | undefined }>();
  private columns: readonly TableColumn[] = [];
  private total = 0;
  private selected: number | undefined;
  private restore: number | undefined;

  constructor(private readonly options: RowsTableOptions) {
    this.pages = new RowPages(options.onRequest);
    this.selected = options.selected;
    this.restore = options.firstRow;
    this.root = element(
      'div',
      {
        class: 'grid',
        role: 'grid',
        tabindex: '0',
        'aria-label': 'Rows and their predictions',
        'aria-description':
          'Arrow keys, Page Up, Page Down, Home and End move through the rows; the row’s details stand below.',
      },
      element('div', { role: 'rowgroup', class: 'grid-head-group' }, this.head),
      this.body,
    );
    this.root.addEventListener('scroll', this.schedule);
    this.root.addEventListener('scrollend', () => options.onPosition(this.firstRow));
    this.root.addEventListener('keydown', (event) => this.onKey(event));
    this.body.addEventListener('click', (event) => this.onClick(event));
    new ResizeObserver(this.schedule).observe(this.root);
  }

  setShape(shape: TableShape, total: number): void {
    const columns = columnsOf(shape);
    const isSame =
      JSON.stringify(columns.map(({ title }) => title)) === JSON.stringify(this.columns.map(({ title }) => title));
    this.columns = columns;
    this.total = total;
    this.root.setAttribute('aria-rowcount', String(total + 1));
    this.root.setAttribute('aria-colcount', String(columns.length));
    const tracks = columns.map(({ width, share }) => (share === 0 ? `${width}ch` : `minmax(${width}ch, ${share}fr)`));
    // Style elements need the page's nonce, single properties do not.
    this.root.style.setProperty('--columns', tracks.join(' '));
    this.root.style.setProperty('--row-width', `max(100%, ${columns.reduce((sum, { width }) => sum + width, 0)}ch)`);
    if (!isSame) {
      this.head.replaceChildren(
        ...columns.map(({ title, isNumber }, index) =>
          element(
            'span',
            {
              role: 'columnheader',
              'aria-colindex': String(index + 1),
              class: isNumber ? 'cell number' : 'cell',
              title,
            },
            title,
          ),
        ),
      );
      this.forgetNodes();
    }
    this.schedule();
  }

  accept(page: PredictionPage): void {
    this.pages.accept(page);
    const chosen = this.selected;
    if (chosen !== undefined && chosen >= page.start && chosen < page.start + blockSize)
      this.options.onSelect(chosen, this.pages.at(chosen));
    this.schedule();
  }

  /** Answers may have come. */
  expire(): void {
    this.pages.expire();
    this.schedule();
  }

  /** Another order: every place has another row. */
  restart(): void {
    this.pages.clear();
    this.forgetNodes();
    this.selected = undefined;
    this.root.scrollTop = 0;
    this.schedule();
  }

  private forgetNodes(): void {
    this.nodes.clear();
    this.body.replaceChildren();
  }

  private get capacity(): number {
    return Math.max(1, Math.floor((this.root.clientHeight - this.head.offsetHeight) / rowHeight));
  }

  /** Beyond the tallest element the scroll bar is a scale, not a ruler. */
  private get pixelsPerRow(): number {
    const height = this.total * rowHeight;
    if (height <= tallest) return rowHeight;
    return (tallest - this.capacity * rowHeight) / Math.max(1, this.total - this.capacity);
  }

  private get firstRow(): number {
    return Math.max(0, Math.floor(this.root.scrollTop / this.pixelsPerRow));
  }

  private render(): void {
    if (this.root.clientHeight === 0) return;
    this.body.style.height = `${Math.min(tallest, this.total * rowHeight)}px`;
    if (this.restore !== undefined && this.total > 0) {
      this.root.scrollTop = this.restore * this.pixelsPerRow;
      this.restore = undefined;
    }
    const top = this.firstRow;
    const from = Math.max(0, top - overscan);
    const to = Math.min(this.total, top + this.capacity + overscan + 1);
    if (to > from) this.pages.want(from, to);
    for (const [place, { node }] of this.nodes) {
      if (place >= from && place < to) continue;
      node.remove();
      this.nodes.delete(place);
    }
    const offset = this.root.scrollTop - (this.root.scrollTop - top * this.pixelsPerRow);
    for (let place = from; place < to; place++) {
      const node = this.nodeFor(place);
      node.style.top = `${offset + (place - top) * rowHeight}px`;
      node.setAttribute('aria-selected', String(place === this.selected));
    }
    const active = this.selected === undefined ? undefined : this.nodes.get(this.selected)?.node.id;
    if (active === undefined) this.root.removeAttribute('aria-activedescendant');
    else this.root.setAttribute('aria-activedescendant', active);
  }

  private nodeFor(place: number): HTMLElement {
    const row = this.pages.at(place);
    const known = this.nodes.get(place);
    if (known !== undefined && known.shown === row) return known.node;
    const node =
      known?.node ??
      this.body.insertBefore(
        element('div', { class: 'grid-row', role: 'row', id: `row-${place}`, 'aria-rowindex': String(place + 2) }),
        this.nextNode(place),
      );
    node.dataset['place'] = String(place);
    node.replaceChildren(
      ...this.columns.map(({ isNumber, textOf, classOf, titleOf = textOf }, index) => {
        const text = row === undefined ? (index === 0 ? '…' : '') : textOf(row);
        const extra = row === undefined ? '' : (classOf?.(row) ?? '');
        return element(
          'span',
          {
            class: `cell${isNumber ? ' number' : ''}${extra === '' ? '' : ` ${extra}`}`,
            role: index === 0 ? 'rowheader' : 'gridcell',
            'aria-colindex': String(index + 1),
            title: row === undefined ? '' : titleOf(row),
          },
          text,
        );
      }),
    );
    this.nodes.set(place, { node, shown: row });
    return node;
  }

  /** Document order is row order, so that reading aloud goes from top to bottom. */
  private nextNode(place: number): HTMLElement | null {
    let next: number | undefined;
    for (const at of this.nodes.keys()) if (at > place && (next === undefined || at < next)) next = at;
    return next === undefined ? null : (this.nodes.get(next)?.node ?? null);
  }

  private onClick(event: MouseEvent): void {
    const node = (event.target as Element | null)?.closest<HTMLElement>('.grid-row');
    if (node?.dataset['place'] !== undefined) this.select(Number(node.dataset['place']));
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || this.total === 0) return;
    const at = this.selected ?? this.firstRow - 1;
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + this.capacity,
      PageUp: at - this.capacity,
      Home: 0,
      End: this.total - 1,
    };
    const target = steps[event.key];
    if (target === undefined) return;
    event.preventDefault();
    this.select(Math.min(this.total - 1, Math.max(0, target)));
  }

  private select(place: number): void {
    this.selected = place;
    const top = this.firstRow;
    if (place < top) this.root.scrollTop = place * this.pixelsPerRow;
    else if (place >= top + this.capacity) this.root.scrollTop = (place - this.capacity + 1) * this.pixelsPerRow;
    this.options.onSelect(place, this.pages.at(place));
    this.schedule();
  }
}
