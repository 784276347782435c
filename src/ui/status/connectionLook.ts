import { shortName } from '../../shared/shortName.ts';

/** The status bar has room for so many characters of a name beside region, account and server. */
const mostOfName = 24;

/** What is known of a connection to AWS. */
export interface ConnectionFacts {
  readonly name: string;
  readonly region: string;
  readonly accountId?: string | undefined;
  /** Where requests go instead of to AWS. */
  readonly endpoint?: string | undefined;
  /** Which requests go where instead of to AWS, in a sentence without its full stop. */
  readonly redirection?: string | undefined;
  /** Why there is no session. */
  readonly problem?: string | undefined;
  /** Why it counts as production. */
  readonly production?: string | undefined;
}

export interface ConnectionLook {
  readonly text: string;
  readonly tooltip: string;
  /** For screen readers. */
  readonly label: string;
  readonly background: 'statusBarItem.errorBackground' | 'statusBarItem.warningBackground' | undefined;
}

/** How the status bar shows the local engine. @param endpoint - Where it answers, while it does. @param accountId - The one it poses as. */
export function localLook(region: string, accountId: string, endpoint?: string): ConnectionLook {
  const at = endpoint === undefined ? '' : ` (${endpoint})`;
  return {
    text: `$(server-process) SageMaker: local · ${region}`,
    tooltip: `Jobs run on the local engine${at}, region ${region}, which calls itself account ${accountId}: no account of AWS, no bill. Click to choose where jobs run.`,
    label: `SageMaker connection: local engine, region ${region}, account ${accountId}`,
    background: undefined,
  };
}

/** How the status bar shows a connection: account and region always, production in red. */
export function connectionLook(facts: ConnectionFacts): ConnectionLook {
  const { name, region, accountId, endpoint, redirection, problem, production } = facts;
  const account = accountId === undefined ? 'not connected' : `account ${accountId}`;
  const server = endpoint?.replace(/^https?:\/\//, '');
  // What matters most comes first: the editor cuts off what it has no room for.
  const parts = [production && 'PRODUCTION', shortName(name, mostOfName), region, accountId, server];
  const icon = problem === undefined ? (production === undefined ? '$(cloud)' : '$(shield)') : '$(warning)';
  const before = problem === undefined ? '' : `${problem} `;
  const elsewhere = redirection === undefined ? '' : `. ${redirection}`;
  const asked = production === undefined ? '' : ` You are asked before anything is changed, because ${production}.`;
  const spoken = [
    `SageMaker connection: ${name}, region ${region}, ${account}`,
    ...(endpoint === undefined ? [] : [`, endpoint ${endpoint}`]),
    ...(production === undefined ? [] : [', production']),
    ...(problem === undefined ? [] : [`. ${problem}`]),
  ];
  return {
    text: `${icon} ${parts.filter(Boolean).join(' · ')}`,
    tooltip: `${before}Connection ${name}${region === '' ? '' : ` in ${region}`}, ${account}${elsewhere}.${asked} Click to choose where jobs run.`,
    label: spoken.join(''),
    background:
      production !== undefined
        ? 'statusBarItem.errorBackground'
        : endpoint !== undefined || problem !== undefined
          ? 'statusBarItem.warningBackground'
          : undefined,
  };
}
