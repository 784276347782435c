import type { Memory } from '../../connections/connectionsModel.ts';
import type { Connection } from '../../sagemaker/connection.ts';
import type { RowFormat } from '../../sagemaker/predictions/rowFormat.ts';

/** The text that was last sent to an endpoint, and how. */
export interface KeptInvocation {
  readonly contentType?: string;
  readonly variant?: string;
  readonly text?: string;
}

/** A text that was sent is proposed again up to this length. */
const longestText = 20_000;

/** What goes for the next invocation of an endpoint too, and the label of a file. */
export class PredictionMemory {
  constructor(private readonly memory: Memory) {}

  invocationOf({ id }: Pick<Connection, 'id'>, endpoint: string): KeptInvocation {
    const stored = this.memory.get(invocationKey(id, endpoint));
    if (typeof stored !== 'object' || stored === null) return {};
    const kept = Object.entries(stored as Record<string, unknown>).filter(([, value]) => typeof value === 'string');
    return Object.fromEntries(kept);
  }

  async keepInvocation({ id }: Pick<Connection, 'id'>, endpoint: string, sent: KeptInvocation): Promise<void> {
    const kept = { ...this.invocationOf({ id }, endpoint), ...sent };
    const { text, ...others } = kept;
    await this.memory.update(invocationKey(id, endpoint), (text?.length ?? 0) > longestText ? others : kept);
  }

  /** The content type that rows of a format were last sent to an endpoint with. */
  typeOf({ id }: Pick<Connection, 'id'>, endpoint: string, format: RowFormat): string | undefined {
    const stored = this.memory.get(typeKey(id, endpoint, format));
    return typeof stored === 'string' ? stored : undefined;
  }

  async keepType(
    { id }: Pick<Connection, 'id'>,
    endpoint: string,
    { format, contentType }: { readonly format: RowFormat; readonly contentType: string },
  ): Promise<void> {
    await this.memory.update(typeKey(id, endpoint, format), contentType);
  }

  /** @returns Undefined where nothing was answered for the file. */
  labelOf(path: string): number | string | null | undefined {
    const stored = this.memory.get(labelKey(path));
    return typeof stored === 'number' || typeof stored === 'string' || stored === null ? stored : undefined;
  }

  async keepLabel(path: string, label: number | string | null): Promise<void> {
    await this.memory.update(labelKey(path), label);
  }
}

const invocationKey = (id: string, endpoint: string): string => `sagemakerWorkbench.invocation.${id}.${endpoint}`;
const typeKey = (id: string, endpoint: string, format: RowFormat): string =>
  `sagemakerWorkbench.contentType.${id}.${endpoint}.${format}`;
const labelKey = (path: string): string => `sagemakerWorkbench.label.${path}`;
