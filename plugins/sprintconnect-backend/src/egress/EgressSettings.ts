import { z } from 'zod';
import { count, environmentName, list, section } from '../settings';
import { AddressRange } from './addresses/AddressRange';
import { classifyAddress } from './addresses/classifyAddress';

/** A destination that may be reached although it is not public. Without `ports`: every port that is not denied. */
const allowedDestinationSchema = z.strictObject({
  /** An exact host name or an IP address, without scheme or port. No patterns. */
  host: z.string().min(1),
  ports: z.array(count(1, 65_535)).min(1).optional(),
});

const reachSchema = z.enum(['public', 'none']);

/** What rules of organisations may open of private networks. Metadata services and other special addresses are in none of them. */
const privateRangeSchema = z.string().superRefine((text, ctx) => {
  const range = AddressRange.read(text);
  if ('fault' in range) {
    ctx.addIssue({ code: 'custom', message: range.fault });
  } else if (classifyAddress(range.first).kind !== 'internal') {
    ctx.addIssue({
      code: 'custom',
      message: "isn't a range of private addresses, such as 10.20.0.0/16",
    });
  }
});

/** What each organisation may have of one instance. Absent: any number. */
const limitsSchema = z.strictObject({
  connectionsPerOrganisation: count(1, 100_000).default(5_000),
  connectionsPerHost: count(1, 100_000).default(1_000),
  requestsPerMinutePerOrganisation: count(1, 10_000_000).optional(),
  requestsPerMinutePerHost: count(1, 10_000_000).optional(),
});

/** The proxy of the company: what leaves goes through it. */
const proxySchema = z.strictObject({
  /** `http:` or `https:`, with a user and password where it wants them. */
  url: z.url({ protocol: /^https?$/ }).transform(text => new URL(text)),
  /** Host names, with a dot before them for those below, and address ranges, which are dialled. */
  noProxy: list(z.string().min(1)),
  connectTo: z.enum(['address', 'name']).default('address'),
});

const tlsSchema = z.strictObject({
  /** Certificates in PEM that are trusted beside those of Node.js. */
  caFile: z.string().min(1).optional(),
  minVersion: z.enum(['TLSv1.2', 'TLSv1.3']).optional(),
});

/** Who is told of a burst of refusals, and of destinations that are new. */
const alertsSchema = z.strictObject({
  recipients: list(z.string().min(1)),
  refusals: count(2, 10_000).default(20),
  minutes: count(1, 60).default(5),
  newDestinationsIn: list(environmentName, ['production']),
});

/** The section `sprintconnect.egress` of the configuration. */
export const egressSettingsSchema = z.strictObject({
  allow: list(allowedDestinationSchema),
  /** What servers may be reached where no rule of their organisation says anything. */
  default: reachSchema.default('public'),
  /** In place of `default`, by environment. */
  defaultByEnvironment: z.preprocess(
    value => value ?? {},
    z.record(environmentName, reachSchema),
  ),
  privateRanges: list(privateRangeSchema),
  limits: section(limitsSchema),
  proxy: proxySchema.optional(),
  tls: section(tlsSchema),
  alerts: section(alertsSchema),
});

export type AllowedDestination = z.output<typeof allowedDestinationSchema>;
export type EgressSettings = z.output<typeof egressSettingsSchema>;
