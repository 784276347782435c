import { UserError, codeOf, messageOf } from '../shared/errors.ts';
import { isDenied, isExpired, isMissing, isRefusedKey, isThrottling, statusOf } from './awsErrors.ts';
import { askedOf, changesSomething, deedOf, whereOf, type Asked } from './requests/asked.ts';
import { patience, RequestCancelledError, SilenceError } from './requests/watchRequests.ts';

const unreachable = /ENOTFOUND|ECONNREFUSED|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|CERT_|certificate/;
const cut = /ECONNRESET|EPIPE|socket hang up|^aborted$|aborted\b|Premature close/;

/**
 * What a person is told of any error, in one sentence; of a request that failed, what was asked of what, where, why it failed and what next.
 * The error itself, with its causes, belongs in the log.
 */
export function problemText(error: unknown): string {
  const asked = askedOf(error);
  if (asked === undefined && isParserWord(error)) return capital(`${unreadable('the service')}.`);
  if (asked === undefined || error instanceof UserError) return messageOf(error);
  const [reason, next] = whyNot(error, asked);
  return `${deedOf(asked)} (${whereOf(asked)}) failed: ${reason}${next === '' ? '' : `; ${next}`}.`;
}

/** Only the reason, for a sentence that says by itself what failed. */
export function reasonText(error: unknown): string {
  const asked = askedOf(error);
  if (asked === undefined || error instanceof UserError) return messageOf(error);
  const [reason, next] = whyNot(error, asked);
  return next === '' ? reason : `${reason}; ${next}`;
}

/** Why something is not up to date, to go on a sentence with: the reason alone, for it is tried again without anybody's doing. */
export function staleReason(error: unknown): string {
  const asked = askedOf(error);
  const status = statusOf(error) ?? 0;
  if (status >= 500)
    return `${asked?.connection.kind === 'local' ? 'the local engine' : 'the service'} answered with an error (${status})`;
  if (asked !== undefined && !(error instanceof UserError)) {
    const [reason] = whyNot(error, asked);
    // Which permission is lacking stands behind a user's name that may be longer than there is room for.
    const lacking = isDenied(error) ? /perform:? ([\w-]+:\w+)/.exec(reason)?.[1] : undefined;
    if (lacking !== undefined) return `${serviceOf(asked)} does not allow ${lacking}`;
    return isSaid(reason, error) ? `${serviceOf(asked)} refused the request (${shortened(reason, 100)})` : reason;
  }
  // A name keeps its capitals.
  return problemText(error)
    .replace(/\.$/, '')
    .replace(/^(?:There|The|What)\b/, (word) => word.toLowerCase());
}

function whyNot(error: unknown, asked: Asked): readonly [reason: string, next: string] {
  const service = serviceOf(asked);
  const again = changesSomething(asked) ? 'it may have been done all the same: look before you try again' : 'try again';
  if (error instanceof RequestCancelledError) return ['it was cancelled before there was an answer', again];
  if (error instanceof SilenceError) return [`${service} did not answer in ${patience / 1000} seconds`, again];
  if (isThrottling(error)) return [`${service} is asked too much at the moment`, 'wait a minute and try again'];
  if (isExpired(error)) return ['the credentials have expired', 'renew them and try again'];
  if (isSkewed(error)) return ['the clock of this machine is wrong', 'set it and try again'];
  if (isRefusedKey(error)) return ['AWS does not accept the credentials', 'check them, or choose another connection'];
  // A server that has an error may say so in a page of its own.
  if (isUnreadable(error) && (statusOf(error) ?? 0) < 500) return notService(service);
  const text = everything(error);
  if (unreachable.test(text)) return [`${service} cannot be reached`, 'check the network and the proxy, and try again'];
  if (cut.test(text)) return ['the connection was cut', again];
  if (/TimeoutError|ETIMEDOUT/.test(text)) return [`${service} did not answer in time`, again];
  const said = isUnreadable(error) ? '' : firstSentences(messageOf(error));
  // What to do next is said once.
  const unasked = said.replace(/(?:^|[.!;,]\s+)(?:please,? )?(?:try|retry)\b[^.]*$/i, '');
  if (isDenied(error)) return [said, 'ask for that permission, or choose another connection'];
  if (isMissing(error)) return [said, 'refresh the list'];
  if ((statusOf(error) ?? 0) >= 500)
    return [`${service} had an error of its own (HTTP ${statusOf(error)}${unasked && `: ${unasked}`})`, again];
  return [said, ''];
}

const serviceOf = ({ connection: { kind } }: Asked): string => (kind === 'local' ? 'the local engine' : 'AWS');

/** Whether a reason is in the service's own words. */
const isSaid = (reason: string, error: unknown): boolean => reason === firstSentences(messageOf(error));

/** AWS's answers to requests of another time (API reference, common errors). */
function isSkewed(error: unknown): boolean {
  const name = error instanceof Error ? error.name : '';
  return (
    name === 'RequestTimeTooSkewed' ||
    (/^(?:InvalidSignature|Signature)/.test(name) && /expired|not yet current/i.test(messageOf(error)))
  );
}

/** Whether an answer was none of the service's: a page, half an answer. The SDK says so in the words of its parsers. */
export const isUnreadable = (error: unknown): boolean =>
  !(error instanceof UserError) &&
  (error instanceof SyntaxError || /is not valid JSON/.test(messageOf(error)) || isParserWord(error)) &&
  !(cut.test(messageOf(error)) && !(error instanceof SyntaxError));

const isParserWord = (error: unknown): boolean => /Deserialization error|XML parse error/.test(messageOf(error));

const notService = (service: string) =>
  [`what answered is not ${service}`, 'look for a proxy or a sign-in page of the network, and try again'] as const;

/** The same where nobody knows what was asked. */
export const unreadable = (service: string): string => notService(service).join('; ');

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function everything(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(everything).join(' ');
  return `${error instanceof Error ? error.name : ''} ${codeOf(error) ?? ''} ${messageOf(error)}`;
}

/** The service's own words, as many as a sentence has room for; a refusal says last which permission is lacking. */
const firstSentences = (message: string): string =>
  shortened(message.split('\n')[0] ?? '', /not authorized/i.test(message) ? 400 : 200).replace(/\.$/, '');

/** Up to the last whole word. @param most - Characters. */
function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most).replace(/[\s,;:]*\s\S*$/, '')}…`;
}
