import '../shared/base.css';
import './style.css';
import {
  hostMessage,
  type HostMessage,
  type JobFacts,
  type JobStatus,
  type ViewMessage,
} from '../../src/protocol/trainingJobPanel.ts';
import { element } from '../shared/dom.ts';
import { connect } from '../shared/messages.ts';
import type { ChartRequest } from './chartCard.ts';
import { CurvesView } from './curvesView.ts';
import { factsSection } from './facts.ts';
import { JobHeader } from './jobHeader.ts';
import { LogView } from './logView.ts';
import { ViewStateStore } from '../shared/viewStateStore.ts';
import { initialViewState, viewState } from './viewState.ts';

const connection = connect<HostMessage, ViewMessage>(hostMessage, onMessage, showError);
const state = new ViewStateStore(connection, viewState, initialViewState);

const banner = element('p', { class: 'banner', role: 'alert' });
const loading = element('p', { class: 'empty loading' }, 'Reading the training job…');
const header = new JobHeader({ onStop: () => connection.send({ type: 'stop' }), onShowLogEnd: showLogEnd });
const curves = new CurvesView({
  tables: state.current.tables,
  zooms: state.current.zooms,
  onRequest: requestSeries,
  onTables: (tables) => state.update({ tables }),
});
const log = new LogView({
  follow: state.current.follow,
  firstLine: state.current.logLine,
  onRequest: (start, count) => connection.send({ type: 'requestLog', start, count }),
  onPosition: (follow, logLine) => state.update({ follow, logLine }),
});
const facts = element('div', { class: 'facts-host' });
const page = element(
  'main',
  { class: 'page columns' },
  element('div', { class: 'watch' }, header.root, curves.root, log.root),
  facts,
);
let job: JobFacts | undefined;

banner.hidden = true;
page.hidden = true;
document.body.append(banner, loading, page);
document.addEventListener('scrollend', () => state.update({ pageScroll: document.documentElement.scrollTop }));
connection.send({ type: 'ready', width: Math.max(1, Math.round(document.body.clientWidth * devicePixelRatio)) });

function onMessage(message: HostMessage): void {
  if (message.type !== 'error' && message.type !== 'production') banner.hidden = true;
  switch (message.type) {
    case 'snapshot':
      return onSnapshot(message);
    case 'status':
      return showStatus(message.status);
    case 'series':
      header.updateMetrics(message.metrics);
      return curves.update(message.groups);
    case 'log':
      return log.update(message.log);
    case 'production':
      return header.production.show(message.reason);
    case 'error':
      return showError(message.message);
  }
}

function onSnapshot({ job: described, status, metrics, groups, log: lines }: HostMessage & { type: 'snapshot' }): void {
  const first = job === undefined;
  job = described;
  loading.hidden = true;
  page.hidden = false;
  header.updateMetrics(metrics);
  showStatus(status);
  curves.update(groups);
  log.update(lines);
  if (!first) return;
  // After the charts have their height, which they take with the next frame.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => document.documentElement.scrollTo({ top: state.current.pageScroll })),
  );
}

function showStatus(status: JobStatus): void {
  if (!job) return;
  header.update(job, status);
  curves.setJob(job, status);
  log.setLive(status.status === 'InProgress' || status.status === 'Stopping');
  facts.replaceChildren(factsSection(job, status));
}

function requestSeries({ group, width, bounds }: ChartRequest): void {
  const others = state.current.zooms.filter((zoom) => zoom.group !== group);
  state.update({ zooms: bounds ? [...others, { group, ...bounds }] : others });
  connection.send({ type: 'requestSeries', group, width, ...bounds });
}

function showLogEnd(): void {
  log.root.scrollIntoView({ block: 'nearest' });
  log.jumpToEnd();
}

function showError(message: string): void {
  banner.textContent = message;
  banner.hidden = false;
}
