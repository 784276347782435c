import { keyOf, type AwsChoice } from './connectionChoice.ts';
import type { Memory } from './connectionsModel.ts';

/** Where a choice led when it was last connected; holds no secret. */
export interface KnownAccount {
  readonly accountId: string;
  readonly region: string;
  /** Where requests went instead of to AWS. */
  readonly redirectedTo?: string;
  /** What the files said of the choice then, as a digest: where they say something else now, it may be another account. */
  readonly fingerprint: string;
}

const memoryKey = 'sagemakerWorkbench.connection.accounts';
const mostKnown = 10;

/** Owner of what is remembered of each connection's account, so that the next window can show what was kept of it while nobody can sign in. */
export class KnownAccounts {
  constructor(private readonly memory: Memory) {}

  of(choice: AwsChoice): KnownAccount | undefined {
    return this.all.find(([key]) => key === keyOf(choice))?.[1];
  }

  /** The choice was connected just now. */
  async keep(choice: AwsChoice, account: KnownAccount): Promise<void> {
    const key = keyOf(choice);
    const others = this.all.filter(([known]) => known !== key);
    await this.memory.update(memoryKey, [[key, account], ...others].slice(0, mostKnown));
  }

  private get all(): [string, KnownAccount][] {
    const stored = this.memory.get(memoryKey);
    return Array.isArray(stored) ? stored.filter(isKnown) : [];
  }
}

function isKnown(stored: unknown): stored is [string, KnownAccount] {
  if (!Array.isArray(stored) || typeof stored[0] !== 'string') return false;
  const account: unknown = stored[1];
  if (typeof account !== 'object' || account === null) return false;
  const { accountId, region, fingerprint, redirectedTo } = account as Record<string, unknown>;
  const isRedirect = redirectedTo === undefined || typeof redirectedTo === 'string';
  return [accountId, region, fingerprint].every((text) => typeof text === 'string' && text !== '') && isRedirect;
}
