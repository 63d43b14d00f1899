import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEgress } from '../src/egress';
import { AddressRange } from '../src/egress/addresses/AddressRange';
import { DestinationPolicy } from '../src/egress/DestinationPolicy';
import type { EgressRuleRecord } from '../src/egress/rules/EgressRuleRecord';
import { RuleSet } from '../src/egress/rules/RuleSet';
import type { Result } from './Result';
import { Samples } from './Samples';

const RULES = 1_000;
const JUDGEMENTS = 20_000;
const REQUESTS = 3_000;
const PRIVATE = [AddressRange.of('10.0.0.0/8')];
const TARGET = { orgId: 'default', environment: 'production' };

/** Of each kind a quarter: names, what is below names, patterns within a label, and ranges. None is about this machine. */
function manyRules(): EgressRuleRecord[] {
  const at = new Date();
  return Array.from({ length: RULES }, (_, index) => {
    const words = [
      { host: `mcp-${index}.corp.example` },
      { host: `*.team-${index}.example` },
      { host: `tool-${index}-*.corp.example` },
      { host: '*', range: `10.${index % 256}.${index % 7}.0/24` },
    ][index % 4];
    return {
      id: String(index),
      action: index % 3 === 0 ? ('deny' as const) : ('allow' as const),
      createdBy: 'bench',
      createdAt: at,
      updatedBy: 'bench',
      updatedAt: at,
      revision: 1,
      ...words,
    };
  });
}

/** What one judgement costs, by turns with each of these: of the name before it is resolved, and of the address that is dialled. */
function judging(sets: readonly RuleSet[]): Samples[] {
  const url = new URL('https://tool-998-x.corp.example/mcp');
  const turns = sets.map(rules => ({
    policy: new DestinationPolicy({ allow: [], rules }),
    durations: [] as number[],
  }));
  for (let at = 0; at < JUDGEMENTS; at++) {
    for (const { policy, durations } of turns) {
      const started = performance.now();
      policy.refusalOfUrl(url);
      policy.refusalOfAddress(url.hostname, 443, '93.184.215.14');
      durations.push(performance.now() - started);
    }
  }
  return turns.map(
    ({ durations }) => new Samples(durations.slice(JUDGEMENTS / 4)),
  );
}

/** Requests one after the other over one connection, by turns with these rules and with none. */
async function requesting(rules: RuleSet) {
  const server = createServer((_req, res) => res.end('{}'));
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const ways = [RuleSet.NONE, rules].map(set => {
    const egress = createEgress({
      allow: [{ host: '127.0.0.1' }],
      rules: { rulesFor: () => set, onChange: () => {} },
    });
    return {
      egress,
      fetch: egress.for(TARGET).fetch(),
      samples: new Samples(),
    };
  });
  try {
    for (let at = 0; at < REQUESTS; at++) {
      for (const { fetch, samples } of ways) {
        await samples.time(async () => (await fetch(url)).text());
      }
    }
  } finally {
    await Promise.all(ways.map(({ egress }) => egress.close()));
    server.close();
  }
  return ways.map(({ samples }) => samples.quantile(0.5));
}

/** What 1,000 egress rules cost, beside none. */
export async function egressRules(): Promise<Result[]> {
  const many = new RuleSet(manyRules(), PRIVATE);
  const [bare, ruled] = judging([RuleSet.NONE, many]);
  const [without, withRules] = await requesting(many);
  return [
    {
      what: `what ${RULES} egress rules add to a judgement, p50`,
      measured: Math.max(0, ruled.quantile(0.5) - bare.quantile(0.5)),
      unit: 'ms',
      baseline: { what: 'the judgement without', value: bare.quantile(0.5) },
      goal: { atMost: 0.05 },
    },
    {
      what: `a judgement at ${RULES} egress rules, p99`,
      measured: ruled.quantile(0.99),
      unit: 'ms',
      baseline: { what: 'no rules', value: bare.quantile(0.99) },
    },
    {
      what: `what ${RULES} egress rules add to a request, p50`,
      measured: Math.max(0, withRules - without),
      unit: 'ms',
      baseline: { what: 'the request without', value: without },
      goal: { atMost: 0.05 },
    },
  ];
}
