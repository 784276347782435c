import type { SdkClients } from '../clients.ts';
import { UserError } from '../../shared/errors.ts';

/** How a program reaches the Jupyter server of an instance. Secrets: never logged. */
export interface NotebookServer {
  /** Without a query. */
  readonly baseUrl: string;
  readonly token?: string;
  /** The cookies of a session of twelve hours. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** The address that opens an instance's Jupyter without further questions; good for five minutes on AWS. A secret: never logged. */
export async function presignedNotebookUrl(clients: SdkClients, name: string): Promise<string> {
  const [{ CreatePresignedNotebookInstanceUrlCommand: Command }, client] = await Promise.all([
    import('../sdk/notebookSdk.ts'),
    clients.sagemaker(),
  ]);
  const { AuthorizedUrl } = await client.send(new Command({ NotebookInstanceName: name }));
  if (AuthorizedUrl === undefined) throw new UserError(`SageMaker gave no address for ${name}; try again.`);
  return AuthorizedUrl;
}

const mostRedirects = 8;

/**
 * Goes through the door of a presigned address. The local engine's carries Jupyter's own token; AWS's sets cookies, which every later
 * request and socket brings along.
 * @param ask - The outermost edge; tests pass none.
 * @throws UserError when it was not let in.
 */
export async function enterNotebook(
  url: string,
  signal: AbortSignal,
  ask: typeof fetch = fetch,
): Promise<NotebookServer> {
  const first = new URL(url);
  const token = first.searchParams.get('token');
  if (token !== null) return { baseUrl: `${first.origin}/`, token };
  const cookies = new Map<string, string>();
  let next = first;
  for (let hop = 0; hop < mostRedirects; hop++) {
    const cookie = cookieHeader(cookies);
    const answer = await ask(next, { redirect: 'manual', signal, ...(cookie !== '' && { headers: { cookie } }) });
    await answer.body?.cancel();
    for (const line of answer.headers.getSetCookie()) keep(cookies, line);
    const location = answer.headers.get('location');
    if (location === null) {
      if (answer.ok && cookies.size > 0) return { baseUrl: `${first.origin}/`, headers: headersOf(cookies) };
      break;
    }
    next = new URL(location, next);
    // Cookies are for the instance's host alone; elsewhere is a page to sign in.
    if (next.origin !== first.origin) break;
  }
  throw new UserError('The notebook instance did not let VS Code in; open it in the browser instead.');
}

function keep(cookies: Map<string, string>, line: string): void {
  const [, name, value] = /^\s*([^=;]+)=([^;]*)/.exec(line) ?? [];
  if (name === undefined || value === undefined) return;
  if (/;\s*max-age=0\b/i.test(line)) cookies.delete(name);
  else cookies.set(name, value);
}

const cookieHeader = (cookies: ReadonlyMap<string, string>): string =>
  [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');

/** Jupyter takes what changes something only with its cookie said twice (jupyter_server, `check_xsrf_cookie`). */
function headersOf(cookies: ReadonlyMap<string, string>): Record<string, string> {
  const xsrf = cookies.get('_xsrf');
  return { Cookie: cookieHeader(cookies), ...(xsrf !== undefined && { 'X-XSRFToken': xsrf }) };
}
