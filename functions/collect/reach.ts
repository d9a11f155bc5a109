/**
 * How the data API is asked: at the address that is configured and nowhere else. No redirect is followed, and a name
 * that leads to a link-local address, where clouds tell their machines' credentials, is refused when it is looked up.
 */
import { lookup } from 'node:dns';
import { type ClientRequestArgs, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';

const closed = new BlockList();
// RFC 3927, RFC 4291; and the addresses of metadata that are not link-local: AWS by IPv6, Alibaba, Oracle.
closed.addSubnet('169.254.0.0', 16, 'ipv4');
closed.addSubnet('fe80::', 10, 'ipv6');
closed.addAddress('fd00:ec2::254', 'ipv6');
closed.addAddress('100.100.100.200', 'ipv4');
closed.addAddress('192.0.0.192', 'ipv4');

/** Whether nobody has data to offer there; IPv4 written as IPv6 is what it stands for. */
export function isClosed(address: string): boolean {
  const plain = address.replace(/^\[|\]$/g, '');
  const family = isIP(plain);
  return family !== 0 && closed.check(plain, family === 4 ? 'ipv4' : 'ipv6');
}

/** As the system resolves names, but for addresses that are closed. */
export const openLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0);
    const wrong = addresses.find(({ address }) => isClosed(address));
    if (wrong) return callback(refusalOf(hostname, wrong.address), '', 0);
    if (options.all) return callback(null, addresses);
    const [{ address, family } = { address: '', family: 0 }] = addresses;
    return callback(null, address, family);
  });
};

const refusalOf = (hostname: string, address: string): Error =>
  new Error(`${hostname} is ${address}, an address of the machine's own network that is never asked`);

/** GET. @throws when nobody answers in time, or nobody may be asked there */
export function reach(url: URL, timeoutMs: number): Promise<IncomingMessage> {
  if (isClosed(url.hostname)) return Promise.reject(refusalOf(url.hostname, url.hostname));
  const options: ClientRequestArgs = {
    headers: { accept: 'application/json' },
    lookup: openLookup,
    signal: AbortSignal.timeout(timeoutMs),
  };
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    request(url, options, resolve).on('error', reject).end();
  });
}
