export interface Config {
  sprintconnect?: {
    /**
     * Environments that a server can be registered in.
     * Default: development, staging, production.
     * @visibility backend
     */
    environments?: string[];
    /**
     * Environment of a server whose catalog entity names none. Default: development.
     * @visibility backend
     */
    defaultEnvironment?: string;
    /**
     * What this instance does: answer requests, run jobs, schedule discoveries. Default: all three.
     * @visibility backend
     */
    roles?: Array<'api' | 'worker' | 'scheduler'>;
    access?: {
      /**
       * How long what the permission policy decided about a user is kept, 0 to 60; 0 asks it every time. Default: 5.
       * @visibility backend
       */
      decisionSeconds?: number;
      /** Authorization servers whose JWT access tokens are taken (RFC 9068). Default: none. */
      issuers?: Array<{
        /**
         * The `iss` of its tokens, exactly.
         * @visibility backend
         */
        issuer: string;
        /**
         * A token must name one of these as its `aud`.
         * @visibility backend
         */
        audience: string | string[];
        /**
         * Where its public keys are. Default: what its metadata says.
         * @visibility backend
         */
        jwksUrl?: string;
        /**
         * Signature algorithms. Default: ES256, EdDSA, Ed25519, PS256, RS256.
         * @visibility backend
         */
        algorithms?: string[];
        /**
         * The `typ` of its access tokens. Default: at+jwt.
         * @visibility backend
         */
        types?: string[];
        /**
         * How far its clock may be off, 0 to 300. Default: 30.
         * @visibility backend
         */
        clockSkewSeconds?: number;
        /** Names of claims; a dot leads into an object. */
        claims?: {
          /**
           * Default: sub.
           * @visibility backend
           */
          subject?: string;
          /**
           * Must be given in tenancy mode `catalog`. Default: none, all tokens are for the organisation `default`.
           * In mode `single` a token that names another is refused.
           * @visibility backend
           */
          organisation?: string;
          /**
           * Default: none, tokens carry no roles.
           * @visibility backend
           */
          roles?: string;
          /**
           * Default: scope. `false`: scopes of tokens do not count.
           * @visibility backend
           */
          scopes?: string | false;
        };
        /**
         * Refuses its tokens unless they are bound to a key of their holder.
         * @visibility backend
         */
        requireBinding?: 'dpop' | 'mtls';
      }>;
      /**
       * Who has which role, in every organisation that they belong to. Each is a user or group of the catalog, `*` for
       * every user of the portal, `api-key:<id>` or `<issuer>#<subject>`. More can be bound in the portal. They count
       * for machines at once, and for users where a policy asks for them. Default: nobody.
       */
      roles?: {
        /**
         * May do everything.
         * @visibility backend
         */
        admin?: string[];
        /**
         * May read, register, call, and change their own servers.
         * @visibility backend
         */
        engineer?: string[];
        /**
         * May read.
         * @visibility backend
         */
        viewer?: string[];
      };
      dpop?: {
        /**
         * Whether a proof must hold a nonce of ours (RFC 9449, section 8). Default: true.
         * @visibility backend
         */
        requireNonce?: boolean;
        /**
         * How old a proof may be, in seconds. Default: 60.
         * @visibility backend
         */
        maxAgeSeconds?: number;
      };
      /** For proxies that end TLS. Default: only the certificate of the connection itself counts. */
      clientCertificate?: {
        /**
         * The header that hands on the certificate of the client.
         * @visibility backend
         */
        header: 'x-forwarded-client-cert' | 'x-ssl-client-cert' | 'client-cert';
        /**
         * Addresses or CIDR ranges of those who may send it; from anybody else it is refused.
         * @visibility backend
         */
        proxies: string[];
      };
    };
    tenancy?: {
      /**
       * `single`: one organisation, `default`. `catalog`: a user is of the nearest group of `spec.type: organization`
       * above them in the catalog (memberOf, childOf); an organisation has the name of that group as its id,
       * with the namespace and "~" before it where that is not `default`. Default: single.
       * @visibility backend
       */
      mode?: 'single' | 'catalog';
      /**
       * How long the catalog's answer about an organisation is remembered, 0 to 3600. Default: 60.
       * @visibility backend
       */
      cacheSeconds?: number;
      /** Mode catalog: ids of the organisations of services, by subject such as `external:ci`; the catalog must have them. */
      services?: {
        /** @visibility backend */
        [subject: string]: string;
      };
      /**
       * Services that choose the organisation that they act for, with the header `SprintConnect-Organization`: its id, or the
       * full reference of a user or group of it. Default: plugin:catalog, plugin:search.
       * @visibility backend
       */
      trustedServices?: string[];
    };
    egress?: {
      /**
       * Destinations that may be reached although their addresses are private.
       * @visibility backend
       */
      allow?: Array<{
        /** Exact host name or IP address. */
        host: string;
        /** Default: every port that is not denied. */
        ports?: number[];
      }>;
    };
    upstream?: {
      /**
       * Commands that may be started as stdio servers; a registration names an entry, never a command.
       * Default: none, stdio is off.
       */
      stdio?: {
        [entry: string]: {
          /** @visibility backend */
          command: string;
          /** @visibility backend */
          args?: string[];
          /**
           * Environment of the process, on top of PATH and HOME.
           * @deepVisibility secret
           */
          env?: { [name: string]: string };
          /** @visibility backend */
          cwd?: string;
        };
      };
      /**
       * From dialling to a settled protocol version, in milliseconds. Default: 10000. Half of it is for `server/discover`,
       * so that time is left to ask an older server `initialize`.
       * @visibility backend
       */
      connectTimeoutMs?: number;
      /**
       * For the answer to one request, in milliseconds. Default: 15000.
       * @visibility backend
       */
      requestTimeoutMs?: number;
      /**
       * Largest body of one answer, in bytes after decompression. Default: 10 MiB.
       * @visibility backend
       */
      bodyBytesMax?: number;
      /**
       * Most messages that a server may send during one connection. Default: 10000.
       * @visibility backend
       */
      messagesMax?: number;
    };
    discovery?: {
      /**
       * Time between two scheduled discoveries of a server that asks for no other, in seconds. Default: 900.
       * @visibility backend
       */
      intervalSeconds?: number;
      /**
       * Share of the interval by which schedules are spread, 0 to 1. Default: 0.2.
       * @visibility backend
       */
      jitter?: number;
      /**
       * Discoveries at once in one worker. Default: 8.
       * @visibility backend
       */
      concurrency?: number;
      /**
       * Servers whose announcements of changes are listened to at once; 0 listens to none. Default: 50.
       * @visibility backend
       */
      watchMax?: number;
    };
    health?: {
      /**
       * Whether servers are probed. Default: true.
       * @visibility backend
       */
      enabled?: boolean;
      /**
       * Time between two probes of a server that asks for no other, in seconds. Default: 60.
       * @visibility backend
       */
      intervalSeconds?: number;
      /**
       * Share of the interval by which probes are spread, 0 to 0.5. Default: 0.1.
       * @visibility backend
       */
      jitter?: number;
      /**
       * For one probe, connecting included, in milliseconds. Default: 5000.
       * @visibility backend
       */
      timeoutMs?: number;
      /**
       * Probes at once in one worker. Default: 256.
       * @visibility backend
       */
      concurrency?: number;
      /**
       * Failures in a row that make a server unhealthy. Default: 3.
       * @visibility backend
       */
      failureThreshold?: number;
      /**
       * Good probes in a row that end that. Default: 2.
       * @visibility backend
       */
      recoveryThreshold?: number;
      /**
       * First rest of a server that is asked in vain, in seconds; each next one is twice as long. Default: 120.
       * @visibility backend
       */
      restSeconds?: number;
      /**
       * Longest rest, in seconds. Default: 900.
       * @visibility backend
       */
      restSecondsMax?: number;
      /**
       * Latency objective: slower than this is degraded, in milliseconds. Default: 1000.
       * @visibility backend
       */
      latencyMs?: number;
      /**
       * Availability objective: share of probes that must be good. Default: 0.999 in production, 0.99 elsewhere.
       * @visibility backend
       */
      availability?: number;
      /** What one environment has otherwise. */
      environments?: {
        [environment: string]: {
          /** @visibility backend */
          intervalSeconds?: number;
          /** @visibility backend */
          latencyMs?: number;
          /** @visibility backend */
          availability?: number;
        };
      };
      /**
       * How long single probes are kept, in days. Default: 7.
       * @visibility backend
       */
      rawDays?: number;
      /**
       * How long hourly and daily sums are kept, in months. Default: 13.
       * @visibility backend
       */
      rollupMonths?: number;
    };
    /** How much each may ask for. 0 lifts a limit. */
    limits?: {
      /**
       * False lifts every limit. Default: true.
       * @visibility backend
       */
      enabled?: boolean;
      /**
       * Where instances count together, such as `rediss://user:password@redis:6379`. Without it each instance counts
       * for itself.
       * @visibility secret
       */
      redisUrl?: string;
      /**
       * How long a request waits for Redis, in milliseconds, 10 to 10000. A Redis that takes longer is passed over by all
       * requests of the instance, which counts for itself until Redis answers in this time again. Default: 100.
       * @visibility backend
       */
      redisTimeoutMs?: number;
      /** For all together. */
      global?: {
        /**
         * Default: 100.
         * @visibility backend
         */
        perSecond?: number;
        /**
         * Most within one second, after quieter ones. Default: 200.
         * @visibility backend
         */
        burst?: number;
      };
      /** For each organisation. */
      organisation?: {
        /**
         * Default: 1000.
         * @visibility backend
         */
        perMinute?: number;
        /**
         * Default: 100000.
         * @visibility backend
         */
        perDay?: number;
      };
      /** For each user of the portal. */
      user?: {
        /**
         * Writes; ten reads count as one. Default: 60.
         * @visibility backend
         */
        perMinute?: number;
      };
      /** For each API key and each external agent. */
      apiKey?: {
        /**
         * Default: 500.
         * @visibility backend
         */
        perMinute?: number;
        /**
         * Requests under way at once. Default: 50.
         * @visibility backend
         */
        concurrent?: number;
      };
      /** For each address, before anybody is authenticated; IPv6 by its network of 64 bits. */
      address?: {
        /**
         * Default: 1200.
         * @visibility backend
         */
        perMinute?: number;
      };
    };
    events?: {
      /**
       * Time between two signs of life in an idle event stream, in seconds, 1 to 30. Default: 15.
       * @visibility backend
       */
      heartbeatSeconds?: number;
      /**
       * Event streams that one instance serves at once. Default: 1000.
       * @visibility backend
       */
      connectionsMax?: number;
      /**
       * Event streams of one caller at once, in one instance. Default: 20.
       * @visibility backend
       */
      connectionsPerCallerMax?: number;
      /**
       * How long an event stream lasts at most, in seconds; then the client connects again and is asked anew who it is
       * and what it may. It never lasts longer than its token. Default: 900.
       * @visibility backend
       */
      lifeSeconds?: number;
      /**
       * After how long an event stream is closed whose client reads nothing of what waits for it, in seconds.
       * Default: 30.
       * @visibility backend
       */
      stallSeconds?: number;
    };
    audit?: {
      /**
       * How long audit entries are kept, in days; 0 keeps them for ever. Default: 400.
       * @visibility backend
       */
      retentionDays?: number;
      /**
       * Signs where the audit chains end and begin; at least 32 characters. Without it a secret in the database does,
       * which who may write the whole database could use, too. The verifier needs the same key.
       * @visibility secret
       */
      key?: string;
      /**
       * Keys that signed before; `database` stands for the secret in the database. One can go when its retention has.
       * @deepVisibility secret
       */
      previousKeys?: string[];
    };
    search?: {
      /**
       * A service that turns texts into vectors, so that search finds what means the like. It is sent names and
       * descriptions of capabilities and what people search for. Default: none, search goes by words.
       */
      embeddings?: {
        /**
         * Where its route `/embeddings` is, such as https://models.example/v1. A private address must stand
         * under egress.allow, too.
         * @visibility backend
         */
        url: string;
        /**
         * Which model; everything is embedded anew when it changes.
         * @visibility backend
         */
        model: string;
        /**
         * Length of the vectors of the model.
         * @visibility backend
         */
        dimensions: number;
        /**
         * Sent as bearer token. Default: none.
         * @visibility secret
         */
        apiKey?: string;
      };
    };
    jobs?: {
      /**
       * How often a worker looks for jobs that another process queued, in milliseconds. Default: 500.
       * @visibility backend
       */
      pollIntervalMs?: number;
      /**
       * After how long without a sign of life the job of a worker is given to another, in seconds. Default: 30.
       * @visibility backend
       */
      leaseSeconds?: number;
    };
  };
}
