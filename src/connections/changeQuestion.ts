import { whereText, type Connection } from '../sagemaker/connection.ts';
import { shortName } from '../shared/shortName.ts';
import { productionQuestion, type Production } from './production.ts';

/** A head has room for so many characters of a connection's name. */
const mostOfName = 24;

/** What is about to be changed. */
export interface Change {
  /** As its button says: `Delete`, `Deploy`. */
  readonly verb: string;
  /** With its article: `the endpoint churn`, `3 models`. */
  readonly what: string;
  /** What else should be known before, in a sentence or a few lines. */
  readonly detail?: string;
}

/** Where something is changed, and why that is, or may be, production. */
export interface ChangedPlace {
  readonly connection: Connection;
  readonly production?: Production | undefined;
}

/** What a dialog asks before a change in production. */
export function changeQuestion(
  { verb, what, detail }: Change,
  { accountId, region, label }: Connection,
  production: Production,
): { readonly question: string; readonly detail: string } {
  const facts = [
    ...(detail === undefined ? [] : [detail, '']),
    `Account: ${accountId}`,
    `Region: ${region}`,
    `Connection: ${label}`,
    '',
    `You are asked because ${production.reason}.`,
  ];
  return { question: productionQuestion(`${verb} ${what}?`, production), detail: facts.join('\n') };
}

/**
 * What stands above and below a box into which a word is typed before a change: the only question about it, so that it says where, and whether
 * that is production, before all else.
 */
export function typedQuestion(
  { verb, what, detail = '' }: Change,
  places: readonly ChangedPlace[],
): { readonly title: string; readonly prompt: string } {
  const labels = [...new Set(places.map(({ connection }) => shortName(connection.label, mostOfName)))];
  const title = [...markOf(places), `${verb} ${what}`, labels.join(', ')];
  return {
    title: title.filter(Boolean).join(' · '),
    prompt: [...places.map(placeSentence), detail].filter(Boolean).join(' '),
  };
}

function markOf(places: readonly ChangedPlace[]): readonly string[] {
  const found = places.flatMap(({ production }) => production ?? []);
  if (found.length === 0) return [];
  return [found.some(({ isCertain }) => isCertain) ? 'PRODUCTION' : 'PRODUCTION?'];
}

function placeSentence({ connection, production }: ChangedPlace): string {
  if (connection.kind === 'local') return '';
  const where = `In ${whereText(connection)}`;
  if (production === undefined) return `${where}.`;
  return `${where}: ${production.isCertain ? 'PRODUCTION' : 'perhaps PRODUCTION'}, as ${production.reason}.`;
}
