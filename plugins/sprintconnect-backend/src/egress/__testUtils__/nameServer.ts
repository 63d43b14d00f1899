import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { closedAfterTest } from '../../__testUtils__/closedAfterTest';
import { createResolve, type Resolve } from '../createResolve';

/** How a name server answers: with addresses, `none` (NXDOMAIN), `failed` (SERVFAIL), or not at all. */
export type NameAnswer = string[] | 'none' | 'failed' | 'silent';

const RCODES = { none: 3, failed: 2 };
const TYPES: Record<number, 4 | 6> = { 1: 4, 28: 6 };

/** A name server (RFC 1035) on loopback over UDP, until the test is over. Notes what it is asked for; `resolve` asks it. */
export async function startNameServer(
  answerTo: (name: string) => NameAnswer,
): Promise<{ address: string; asked: string[]; resolve: Resolve }> {
  const asked: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address }) => {
    const { name, type, end } = questionOf(query);
    asked.push(name);
    const answer = answerTo(name);
    if (answer === 'silent') return;
    const records =
      typeof answer === 'string'
        ? []
        : answer.filter(each => familyOf(each) === TYPES[type]);
    const header = Buffer.alloc(12);
    query.copy(header, 0, 0, 2);
    header.writeUInt16BE(
      0x8180 + (typeof answer === 'string' ? RCODES[answer] : 0),
      2,
    );
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(records.length, 6);
    socket.send(
      Buffer.concat([
        header,
        query.subarray(12, end),
        ...records.map(each => recordOf(each, type)),
      ]),
      port,
      address,
    );
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  closedAfterTest({ close: () => socket.close() });
  const address = `127.0.0.1:${socket.address().port}`;
  return { address, asked, resolve: createResolve({ servers: [address] }) };
}

function questionOf(query: Buffer) {
  const labels: string[] = [];
  let at = 12;
  for (; query[at] !== 0; at += query[at] + 1) {
    labels.push(query.toString('latin1', at + 1, at + 1 + query[at]));
  }
  return {
    name: labels.join('.').toLowerCase(),
    type: query.readUInt16BE(at + 1),
    end: at + 5,
  };
}

/** Of the name in the question, for a minute. */
function recordOf(address: string, type: number): Buffer {
  const data =
    familyOf(address) === 4
      ? Buffer.from(address.split('.').map(Number))
      : Buffer.from(address.replaceAll(':', ''), 'hex');
  const record = Buffer.alloc(12);
  record.writeUInt16BE(0xc00c, 0);
  record.writeUInt16BE(type, 2);
  record.writeUInt16BE(1, 4);
  record.writeUInt32BE(60, 6);
  record.writeUInt16BE(data.length, 10);
  return Buffer.concat([record, data]);
}

/** IPv6 addresses are given in full: eight groups of four digits. */
function familyOf(address: string): 4 | 6 {
  return address.includes(':') ? 6 : 4;
}
