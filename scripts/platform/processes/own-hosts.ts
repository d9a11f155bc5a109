/** The addresses and the name under which other machines reach this one. */
import { isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';

const isEvery = (host: string): boolean => host === '0.0.0.0' || host === '::';

const outer = (): string[] =>
  Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    // One of a single link is reached with the name of an interface alone.
    .filter(({ internal, address }) => !internal && !address.startsWith('fe80:'))
    .map(({ address }) => address);

/** @returns what to listen on beside the loopback. */
export function addressesOf(host: string): string[] {
  if (isEvery(host)) return outer();
  return isLoopback(host) ? [] : [host];
}

export const isLoopback = (host: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host);

/** A page cannot have an address of this machine for its name, nor a name that only this network knows it by. */
export function isOwnHost(name: string): boolean {
  const plain = name.replace(/^\[|\]$/g, '');
  return isIP(plain) !== 0 ? outer().includes(plain) : plain === hostname().toLowerCase();
}
