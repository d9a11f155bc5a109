/**
 * What is granted to people and accounts that Marea does not keep itself: lines of text, as they stand in a ConfigMap.
 *
 *     # who                              roles                datasets
 *     serviceaccount:notebooks/jupyter   scientist            realtor
 *     serviceaccount:ci/*                caller               realtor,diabetes
 *     group:data-science                 scientist,promoter   *
 *     user:ann@example.org               admin                *
 *
 * The first line that fits somebody is all that they are granted: lines do not add up, so that a role for one data set
 * never becomes one for another.
 */
import { isRole, ROLES, type Role } from './roles.ts';

export interface Grant {
  /** `serviceaccount:<namespace>/<name>`, either part also `*`; `group:<name>`; `user:<subject or e-mail address>`. */
  readonly who: string;
  readonly roles: readonly Role[];
  readonly datasets: '*' | readonly string[];
}

const WHO = /^(serviceaccount:([a-z0-9.-]+|\*)\/([a-z0-9.-]+|\*)|(group|user):\S+)$/;
const NAME = /^[a-z][a-z0-9_-]*$/;

/** @throws Error naming the line and what is wrong with it */
export function parseGrants(text: string): Grant[] {
  return text
    .split('\n')
    .map((line, index) => ({ line: line.replace(/(^|\s)#.*$/, '').trim(), number: index + 1 }))
    .filter(({ line }) => line !== '')
    .map(({ line, number }) => parseLine(line, number));
}

function parseLine(line: string, number: number): Grant {
  const wrong = (what: string): Error => new Error(`line ${number} ("${line.slice(0, 100)}"): ${what}`);
  const parts = line.split(/\s+/);
  const [who = '', roles = '', datasets = ''] = parts;
  if (parts.length !== 3)
    throw wrong('expected three parts: who, roles and data sets, as "group:analysts viewer *"');
  if (!WHO.test(who))
    throw wrong(`"${who}" is none of serviceaccount:<namespace>/<name>, group:<name>, user:<name>`);
  const named = roles.split(',');
  const unknown = named.find((role) => !isRole(role));
  if (unknown !== undefined)
    throw wrong(`"${unknown}" is no role; there are: ${Object.keys(ROLES).join(', ')}`);
  const sets = datasets.split(',');
  if (datasets !== '*' && !sets.every((name) => NAME.test(name)))
    throw wrong(`"${datasets}" is neither * nor names of data sets, separated by commas`);
  return { who, roles: named.filter(isRole), datasets: datasets === '*' ? '*' : sets };
}

/** @param names what somebody is: `user:...`, `group:...`, `serviceaccount:...` @returns the first line that fits */
export function grantFor(grants: readonly Grant[], names: ReadonlySet<string>): Grant | undefined {
  return grants.find(({ who }) => names.has(who) || (who.includes('*') && fits(who, names)));
}

function fits(who: string, names: ReadonlySet<string>): boolean {
  const [namespace, account] = who.slice('serviceaccount:'.length).split('/');
  return [...names].some((name) => {
    if (!who.startsWith('serviceaccount:') || !name.startsWith('serviceaccount:')) return false;
    const [inside, called] = name.slice('serviceaccount:'.length).split('/');
    return (namespace === '*' || namespace === inside) && (account === '*' || account === called);
  });
}
