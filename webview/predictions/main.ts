import '../shared/base.css';
import './style.css';
import {
  hostMessage,
  type HostMessage,
  type Subject,
  type Summary,
  type ViewMessage,
} from '../../src/protocol/predictionsPanel.ts';
import { button } from '../shared/controls.ts';
import { element } from '../shared/dom.ts';
import { connect } from '../shared/messages.ts';
import { onDidChangeTheme } from '../shared/theme.ts';
import { ComposeView } from './composeView.ts';
import { AnswerView, detailsView } from './exchangeView.ts';
import { PanelHeader } from './panelHeader.ts';
import { PlotView } from './plotView.ts';
import { refusalsView } from './refusalsView.ts';
import { RowsTable } from './rowsTable.ts';
import { confusionTable, decidedText, scoreTiles } from './scoreView.ts';
import { ViewStateStore } from '../shared/viewStateStore.ts';
import { initialViewState, viewState } from './viewState.ts';

const connection = connect<HostMessage, ViewMessage>(hostMessage, onMessage, showError);
const state = new ViewStateStore(connection, viewState, initialViewState);
let subject: Subject | undefined;
/** Characters of an answer. */
const longestKept = 100_000;
/** The row whose details are shown, by its place in the file. */
let detailed: number | undefined;
let isScored = false;

const banner = element('p', { class: 'banner', role: 'alert' });
const loading = element('p', { class: 'empty loading' }, 'Reading the predictions…');
const header = new PanelHeader({
  onSave: () => connection.send({ type: 'save' }),
  onCopy: () => connection.send({ type: 'copy' }),
  onCancel: () => connection.send({ type: 'cancel' }),
});
const { text, contentType, variant, variants } = state.current;
const compose = new ComposeView({
  kept: {
    ...(text !== undefined && { text }),
    ...(contentType !== undefined && { contentType }),
    ...(variant !== undefined && { variant }),
    ...(variants !== undefined && { variants }),
  },
  onSend: (composed) => {
    answer.clear();
    state.update({ answers: [] });
    connection.send({ type: 'send', ...composed });
  },
  onChange: (composed) => state.update({ variant: '', ...composed }),
});
const openLogs = (): void => connection.send({ type: 'openLogs' });
const answer = new AnswerView(openLogs);
const refusals = element('section', { class: 'refusals problem', 'aria-labelledby': 'refusals-title' });
const tiles = element('dl', { class: 'tiles' });
const decided = element('p', { class: 'muted decided' });
const confusion = element('div');
const plot = new PlotView({
  showTable: state.current.plotTable,
  onTable: (plotTable) => state.update({ plotTable }),
});
const table = new RowsTable({
  firstRow: state.current.firstRow,
  selected: state.current.selected,
  onRequest: (start, count) => connection.send({ type: 'requestPage', start, count, order: state.current.order }),
  onSelect: (selected, row) => {
    state.update({ selected });
    if (row === undefined) return;
    detailed = row.row;
    connection.send({ type: 'requestDetails', row: row.row });
  },
  onPosition: (firstRow) => state.update({ firstRow }),
});
const orderButton = button({ label: '', onPress: toggleOrder });
const details = element('section', { class: 'details', 'aria-live': 'polite', 'aria-label': 'Details of the row' });
const rows = element(
  'section',
  { class: 'rows', 'aria-labelledby': 'rows-title' },
  element(
    'div',
    { class: 'section-head' },
    element('h2', { id: 'rows-title' }, 'Rows'),
    element('span', { class: 'spacer' }),
    orderButton,
  ),
  table.root,
  details,
);
const judged = element('div', { class: 'judged' }, plot.root, confusion);
const beside = element('div', { class: 'beside' }, judged, rows);
const page = element(
  'main',
  { class: 'page' },
  header.root,
  compose.root,
  answer.root,
  refusals,
  tiles,
  decided,
  beside,
);

banner.hidden = true;
page.hidden = true;
document.body.append(banner, loading, page);
onDidChangeTheme((theme) => plot.setTheme(theme));
connection.send({ type: 'ready' });

function onMessage(message: HostMessage): void {
  if (message.type !== 'error' && message.type !== 'production') banner.hidden = true;
  switch (message.type) {
    case 'snapshot':
      return onSnapshot(message);
    case 'summary':
      showSummary(message.summary, message.notes);
      return table.expire();
    case 'page':
      if (message.order === state.current.order) table.accept(message);
      return;
    case 'details':
      if (message.row === detailed) details.replaceChildren(...detailsView(message, openLogs));
      return;
    case 'answer':
      compose.setWaiting(false);
      state.update({ answers: [keptAnswer(message)] });
      return answer.show(message);
    case 'production':
      return header.production.show(message.reason);
    case 'error':
      compose.setWaiting(false);
      return showError(message.message);
  }
}

function onSnapshot({ subject: described, summary, compose: composed }: HostMessage & { type: 'snapshot' }): void {
  subject = described;
  loading.hidden = true;
  page.hidden = false;
  compose.root.hidden = composed === undefined;
  if (composed !== undefined) state.update({ variants: compose.setUp(composed) });
  const [last] = composed === undefined ? [] : (state.current.answers ?? []);
  if (last !== undefined) answer.show({ type: 'answer', ...last });
  header.setSubject(described);
  showSummary(summary, described.notes);
  table.expire();
  if (composed !== undefined && summary.progress.total === 0) compose.focus();
}

/** As a reload of the window shows it again; the editor keeps no long text. */
function keptAnswer({ type: _type, ...kept }: HostMessage & { type: 'answer' }) {
  return kept.body.length <= longestKept
    ? kept
    : { ...kept, body: '', problem: 'The answer was too long to be kept when the window was reloaded: send it again.' };
}

function showSummary(summary: Summary, notes: readonly string[]): void {
  const { progress, score, plot: points } = summary;
  const labelName = subject?.labelName;
  const hasRows = progress.total > 0;
  header.update(progress, notes);
  rows.hidden = !hasRows;
  refusals.replaceChildren(...refusalsView(summary));
  refusals.hidden = refusals.childElementCount === 0;
  tiles.replaceChildren(...scoreTiles(summary));
  tiles.hidden = tiles.childElementCount === 0;
  decided.textContent = progress.running || progress.done === 0 ? '' : decidedText(summary, labelName);
  confusion.replaceChildren(...(score?.type === 'classes' ? [confusionTable(score)] : []));
  plot.root.hidden = points === undefined;
  judged.hidden = points === undefined && score?.type !== 'classes';
  if (points !== undefined) plot.update(points, labelName ?? 'label');
  table.setShape({ columns: subject?.columns ?? [], labelName, score: score?.type }, progress.total);
  // Where nothing is compared, refused rows only can come before others.
  isScored = score !== undefined;
  orderButton.hidden = !isScored && (progress.failed === 0 || progress.failed === progress.total);
  showOrder();
}

function toggleOrder(): void {
  state.update({ order: state.current.order === 'file' ? 'worst' : 'file' });
  showOrder();
  table.restart();
  details.replaceChildren();
}

function showOrder(): void {
  orderButton.textContent =
    state.current.order === 'worst' ? 'Show in file order' : isScored ? 'Show worst first' : 'Show refused first';
}

function showError(message: string): void {
  banner.textContent = message;
  banner.hidden = false;
}
