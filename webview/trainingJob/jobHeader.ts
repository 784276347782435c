import type { JobFacts, JobStatus, MetricSummary } from '../../src/protocol/trainingJobPanel.ts';
import { button } from '../shared/controls.ts';
import { element } from '../shared/dom.ts';
import { formatElapsed } from '../../src/shared/elapsed.ts';
import { formatTime } from '../shared/format.ts';
import { ProductionMark } from '../shared/productionMark.ts';
import { metricTiles } from './metricTiles.ts';
import { StatusBadge } from './statusBadge.ts';

export interface JobHeaderOptions {
  readonly onStop: () => void;
  readonly onShowLogEnd: () => void;
}

/** Name, status, time, the metrics that matter, and why it failed. */
export class JobHeader {
  readonly root: HTMLElement;
  readonly production = new ProductionMark();
  private readonly title = element('h1', {});
  private readonly badge = new StatusBadge();
  private readonly stopButton: HTMLElement;
  private readonly place = element('span', {});
  private readonly elapsed = element('span', { class: 'elapsed' });
  private readonly message = element('span', {});
  private readonly tiles = element('dl', { class: 'tiles' });
  private readonly failure: HTMLElement;
  private readonly failureTitle = element('h2', {});
  private readonly failureReason = element('p', { class: 'failure-reason' });
  private status: JobStatus | undefined;
  private clockOffset = 0;

  constructor(options: JobHeaderOptions) {
    this.stopButton = button({ label: 'Stop', onPress: options.onStop });
    this.failure = element(
      'section',
      { class: 'failure', role: 'alert' },
      this.failureTitle,
      this.failureReason,
      button({ label: 'Show the end of the log', onPress: options.onShowLogEnd }),
    );
    this.root = element(
      'header',
      { class: 'job-header' },
      element(
        'div',
        { class: 'title-row' },
        this.title,
        this.production.root,
        this.badge.root,
        element('span', { class: 'spacer' }),
        this.stopButton,
      ),
      element('p', { class: 'meta' }, this.elapsed, this.place, this.message),
      this.failure,
      this.tiles,
    );
    setInterval(() => {
      if (document.visibilityState === 'visible') this.tick();
    }, 1000);
  }

  update(job: JobFacts, status: JobStatus): void {
    this.status = status;
    this.clockOffset = status.now - Date.now();
    this.title.textContent = job.name;
    this.title.title = job.name;
    this.badge.update(status);
    this.stopButton.hidden = status.status !== 'InProgress';
    this.stopButton.setAttribute('aria-label', `Stop ${job.name}`);
    const owner = job.tuningJob === undefined ? undefined : `tuning job ${job.tuningJob}`;
    this.place.textContent = [job.connection, status.runner, owner].filter(Boolean).join(', ');
    this.message.textContent = messageOf(status);
    this.failure.hidden = status.status !== 'Failed';
    this.failureTitle.textContent = 'Training failed';
    this.failureReason.textContent =
      status.failureReason ?? 'No reason was given. The end of the log usually tells more.';
    this.tick();
  }

  updateMetrics(metrics: readonly MetricSummary[]): void {
    this.tiles.replaceChildren(...metricTiles(metrics));
    this.tiles.hidden = metrics.length === 0;
  }

  private tick(): void {
    if (!this.status) return;
    const { created, started } = this.status;
    this.elapsed.textContent = formatElapsed(this.status, Date.now() + this.clockOffset);
    const begun = started === undefined ? '' : `, training began ${formatTime(started)}`;
    this.elapsed.title = `Created ${formatTime(created)}${begun}`;
  }
}

/** A failure has a place of its own. */
function messageOf({ status, statusMessage = '', notHonoured }: JobStatus): string {
  const ignored = notHonoured === undefined ? '' : `Not honoured here: ${notHonoured}.`;
  if (status === 'Failed' || statusMessage === '') return ignored;
  return ignored === '' ? statusMessage : `${statusMessage.replace(/\.$/, '')}. ${ignored}`;
}
