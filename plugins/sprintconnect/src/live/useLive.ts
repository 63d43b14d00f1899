import { useEffect, useRef } from 'react';
import { useApiHolder } from '@backstage/frontend-plugin-api';
import { signalApiRef } from '@backstage/plugin-signals-react';
import {
  type EventType,
  SPRINTCONNECT_PLUGIN_ID,
  type SprintConnectSignal,
} from '@sprintconnect/plugin-sprintconnect-common';

/** Signals of one burst are answered by one refetch. */
const SETTLE_MS = 250;
/** A signal without ids reaches every page at once, and must not bring all of their requests at once. */
const SPREAD_MS = 3_000;
/** With signals polling is only the safety net: a socket may be down without anybody knowing. */
const POLL_WITH_SIGNALS_MS = 30_000;
const POLL_WITHOUT_SIGNALS_MS = 5_000;
const POLL_URGENT_MS = 1_500;

/** What changes which servers there are to see, and what a line says of one. That one was discovered is no such thing. */
export const ABOUT_SERVERS: readonly EventType[] = [
  'server.registered',
  'server.updated',
  'server.retired',
  'server.health.changed',
  'server.drift.changed',
  'access.roles.changed',
];

export interface LiveOptions {
  /** Only what concerns this server; default all servers. */
  serverId?: string;
  /** Only that calls ended, which a busy server tells every other second; default: everything but that. */
  calls?: boolean;
  /** Something is under way that the reader is waiting for. */
  urgent?: boolean;
  /** Narrows further which signals concern this; the others are not answered at all. */
  concerns?: (signal: SprintConnectSignal) => boolean;
  /** How long signals are gathered for one refetch, for what is dear to fetch; default 250 ms. */
  settleMs?: number;
  /**
   * Refetch what is shown. Signals carry ids only, so that nobody learns from them what they may not see.
   * `burst` holds the signals that this answers; it is empty where no signal was the reason.
   */
  onChange: (burst: readonly SprintConnectSignal[]) => void;
  /** Every signal that concerns this, at once. */
  onSignal?: (signal: SprintConnectSignal) => void;
}

/**
 * Keeps a page current without reload: by Backstage signals where they are installed, by polling where they
 * are not. A hidden tab asks for nothing, and catches up when it is shown again.
 */
export function useLive(options: LiveOptions): void {
  const { serverId, urgent = false, settleMs = SETTLE_MS } = options;
  const latest = useRef(options);
  latest.current = options;
  const signals = useApiHolder().get(signalApiRef);

  useEffect(() => {
    if (!signals) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let burst: SprintConnectSignal[] = [];
    const { unsubscribe } = signals.subscribe(
      SPRINTCONNECT_PLUGIN_ID,
      message => {
        const told = eachServer(message as unknown as SprintConnectSignal);
        const mine = told.filter(
          signal =>
            (!serverId || isAbout(serverId, signal)) &&
            isAboutCalls(signal) === (latest.current.calls ?? false) &&
            latest.current.concerns?.(signal) !== false,
        );
        if (mine.length === 0) return;
        for (const signal of mine) latest.current.onSignal?.(signal);
        burst.push(...mine);
        const spreadMs = isAboutMany(mine[0]) ? Math.random() * SPREAD_MS : 0;
        timer ??= setTimeout(() => {
          const answered = burst;
          burst = [];
          timer = undefined;
          if (!document.hidden) latest.current.onChange(answered);
        }, settleMs + spreadMs);
      },
    );
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
  }, [signals, serverId, settleMs]);

  useEffect(() => {
    const calm = signals ? POLL_WITH_SIGNALS_MS : POLL_WITHOUT_SIGNALS_MS;
    const refetch = () => {
      if (!document.hidden) latest.current.onChange([]);
    };
    const timer = setInterval(refetch, urgent ? POLL_URGENT_MS : calm);
    document.addEventListener('visibilitychange', refetch);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', refetch);
    };
  }, [signals, urgent]);
}

/** A signal about several servers as one signal for each. */
function eachServer(signal: SprintConnectSignal): SprintConnectSignal[] {
  const { type, serverIds } = signal;
  return serverIds?.map(serverId => ({ type, serverId })) ?? [signal];
}

/** Without ids a signal is about any number of things of its type. */
function isAboutMany({ serverId, jobId }: SprintConnectSignal): boolean {
  return !serverId && !jobId;
}

function isAboutCalls({ type }: SprintConnectSignal): boolean {
  return type === 'server.calls.changed';
}

function isAbout(serverId: string, signal: SprintConnectSignal): boolean {
  return signal.serverId === serverId || isAboutMany(signal);
}
