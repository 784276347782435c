import type { KindId, ResourceState } from '../../../sagemaker/resources/resourceKind.ts';
import type { RowIcon } from './rowLook.ts';

/** What tells the kinds apart: codicons. */
const icons: Record<KindId, string> = {
  trainingJob: 'mortar-board',
  tuningJob: 'settings',
  transformJob: 'layers',
  processingJob: 'server-process',
  labelingJob: 'tag',
  autoMlJob: 'wand',
  model: 'package',
  endpoint: 'broadcast',
  endpointConfig: 'settings-gear',
  notebook: 'notebook',
  lifecycleConfig: 'terminal',
};

/** What tells the states apart beside the words in the row: theme colours. */
const colors: Record<ResourceState, string> = {
  running: 'charts.blue',
  inService: 'testing.iconPassed',
  completed: 'testing.iconPassed',
  failed: 'testing.iconFailed',
  stopped: 'testing.iconSkipped',
  ready: 'icon.foreground',
};

/** The icon of a resource: its kind, coloured by its state. */
export function iconOf(kind: KindId, state: ResourceState): RowIcon {
  return { id: icons[kind], color: colors[state] };
}
