import type { GroupBuckets, JobFacts, JobStatus } from '../../src/protocol/trainingJobPanel.ts';
import { coalesced, element } from '../shared/dom.ts';
import { onDidChangeTheme, readTheme } from '../shared/theme.ts';
import { ChartCard, type ChartRequest } from './chartCard.ts';
import type { Bounds } from './zoom.ts';

export interface CurvesViewOptions {
  readonly tables: readonly string[];
  readonly zooms: readonly (Bounds & { readonly group: string })[];
  readonly onRequest: (request: ChartRequest) => void;
  readonly onTables: (groups: readonly string[]) => void;
}

/** One chart per metric group. */
export class CurvesView {
  readonly root: HTMLElement;
  private readonly grid = element('div', { class: 'charts' });
  private readonly empty = element('p', { class: 'empty' });
  private readonly problems = element('ul', { class: 'problems' });
  private readonly cards = new Map<string, ChartCard>();
  private readonly waiting = new Map<string, GroupBuckets>();
  private readonly tables: Set<string>;
  private readonly draw = coalesced(() => this.flush());

  constructor(private readonly options: CurvesViewOptions) {
    this.tables = new Set(options.tables);
    this.root = element(
      'section',
      { class: 'curves', 'aria-labelledby': 'curves-title' },
      element('div', { class: 'section-head' }, element('h2', { id: 'curves-title' }, 'Curves')),
      this.problems,
      this.empty,
      this.grid,
    );
    new ResizeObserver(coalesced(() => this.cards.forEach((card) => card.resize()))).observe(this.grid);
    onDidChangeTheme((theme) => this.cards.forEach((card) => card.setTheme(theme)));
  }

  /** New data of some groups; drawn with the next frame, the newest of each group only. */
  update(groups: readonly GroupBuckets[]): void {
    for (const group of groups) this.waiting.set(group.group, group);
    this.draw();
  }

  /** What to say while there is nothing to draw. */
  setJob({ metricNames, metricProblems }: JobFacts, { status }: JobStatus): void {
    this.problems.replaceChildren(...metricProblems.map((problem) => element('li', {}, problem)));
    this.problems.hidden = metricProblems.length === 0;
    if (metricNames.length === 0) {
      this.empty.textContent =
        'This job defines no metrics. Add MetricDefinitions, a name and a regular expression each, to draw what its log prints.';
    } else if (status === 'InProgress' || status === 'Stopping') {
      this.empty.textContent = 'Waiting for the first metric. Its curve appears here as soon as the job logs one.';
    } else if (status === 'Failed') {
      this.empty.textContent = 'No metric was logged before the job failed.';
    } else {
      this.empty.textContent = `This job logged no metrics: no line of its log matched ${listed(metricNames)}.`;
    }
  }

  private flush(): void {
    for (const [name, data] of this.waiting) {
      let card = this.cards.get(name);
      if (!card) {
        card = new ChartCard(data, {
          theme: readTheme(),
          showTable: this.tables.has(name),
          bounds: this.zoomOf(name),
          onRequest: this.options.onRequest,
          onTable: (shown) => this.rememberTable(name, shown),
        });
        this.cards.set(name, card);
        this.grid.append(card.root);
      }
      card.update(data);
    }
    this.waiting.clear();
    this.empty.hidden = this.cards.size > 0;
  }

  private zoomOf(group: string): Bounds | undefined {
    const zoom = this.options.zooms.find((candidate) => candidate.group === group);
    return zoom && { from: zoom.from, to: zoom.to };
  }

  private rememberTable(group: string, shown: boolean): void {
    if (shown) this.tables.add(group);
    else this.tables.delete(group);
    this.options.onTables([...this.tables]);
  }
}

function listed(names: readonly string[]): string {
  const some = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${some} or ${names.length - 3} more` : some;
}
