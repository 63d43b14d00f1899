export interface Config {
  sprintconnect?: {
    /**
     * Environments that a server can be registered in.
     * Default: development, staging, production.
     * @visibility backend
     */
    environments?: string[];
    /**
     * Environment of a server whose catalog entity has none. Default: development.
     * @visibility backend
     */
    defaultEnvironment?: string;
    /**
     * What this instance does: answer requests, run jobs, schedule refreshes. Default: api, worker, scheduler.
     * @visibility backend
     */
    roles?: Array<'api' | 'worker' | 'scheduler'>;
    access?: {
      /**
       * How long to cache the permission policy's decisions about a user, 0 to 60; 0 asks it every time. Default: 5.
       * @visibility backend
       */
      decisionSeconds?: number;
      /** Authorization servers whose JWT access tokens are accepted (RFC 9068). Default: none. */
      issuers?: Array<{
        /**
         * The exact `iss` of its tokens.
         * @visibility backend
         */
        issuer: string;
        /**
         * A token's `aud` must be one of these.
         * @visibility backend
         */
        audience: string | string[];
        /**
         * URL of its public keys. Default: from its metadata.
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
         * How far its clock can be off, 0 to 300. Default: 30.
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
           * Required in tenancy mode `catalog`. Default: none; all tokens are for the organisation `default`.
           * In mode `single`, a token for another organisation is refused.
           * @visibility backend
           */
          organisation?: string;
          /**
           * Default: none; tokens have no roles.
           * @visibility backend
           */
          roles?: string;
          /**
           * Default: scope. `false` ignores the scopes of tokens.
           * @visibility backend
           */
          scopes?: string | false;
        };
        /**
         * Refuses its tokens unless they are bound to their holder's key.
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
         * Full access.
         * @visibility backend
         */
        admin?: string[];
        /**
         * Can read, register, call, and change their own servers.
         * @visibility backend
         */
        engineer?: string[];
        /**
         * Read-only.
         * @visibility backend
         */
        viewer?: string[];
      };
      dpop?: {
        /**
         * Whether a proof must contain our nonce (RFC 9449, section 8). Default: true.
         * @visibility backend
         */
        requireNonce?: boolean;
        /**
         * Maximum age of a proof, in seconds. Default: 60.
         * @visibility backend
         */
        maxAgeSeconds?: number;
      };
      /** For proxies that terminate TLS. Default: only the certificate of the connection itself is used. */
      clientCertificate?: {
        /**
         * The header that forwards the client's certificate.
         * @visibility backend
         */
        header: 'x-forwarded-client-cert' | 'x-ssl-client-cert' | 'client-cert';
        /**
         * IP addresses or CIDR ranges of the proxies that can send it; it is refused from anyone else.
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
       * How long to cache the catalog's answer about an organisation, 0 to 3600. Default: 60.
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
       * Private destinations that SprintConnect can connect to.
       * @visibility backend
       */
      allow?: Array<{
        /** Exact host name or IP address. */
        host: string;
        /** Default: every port that is not denied. */
        ports?: number[];
      }>;
      /**
       * What servers can be reached where no egress rule of their organisation says anything: `public` addresses, or `none`.
       * Default: public.
       * @visibility backend
       */
      default?: 'public' | 'none';
      /** In place of `default`, by environment. */
      defaultByEnvironment?: {
        /** @visibility backend */
        [environment: string]: 'public' | 'none';
      };
      /**
       * Private address ranges, such as 10.20.0.0/16, that egress rules of organisations can open. Without them, rules open public
       * addresses only.
       * @visibility backend
       */
      privateRanges?: string[];
      /** What each organisation can use on one instance. */
      limits?: {
        /**
         * Open connections to all servers. Default: 5000.
         * @visibility backend
         */
        connectionsPerOrganisation?: number;
        /**
         * Open connections to one host and port. Default: 1000.
         * @visibility backend
         */
        connectionsPerHost?: number;
        /**
         * Requests to all servers. Without it, there is no limit.
         * @visibility backend
         */
        requestsPerMinutePerOrganisation?: number;
        /**
         * Requests to one host and port. Without it, there is no limit.
         * @visibility backend
         */
        requestsPerMinutePerHost?: number;
      };
      /** An HTTP proxy that connections go through (CONNECT). */
      proxy?: {
        /**
         * Its http or https URL, with user and password if it needs them.
         * @visibility secret
         */
        url: string;
        /**
         * Hosts that are connected to without the proxy: names, names below `.example.com`, addresses, and address ranges.
         * @visibility backend
         */
        noProxy?: string[];
        /**
         * What the proxy is asked to connect to: the `address` that SprintConnect checked, or the `name`. With `name`, only the
         * proxy can keep a name from leading elsewhere. Default: address.
         * @visibility backend
         */
        connectTo?: 'address' | 'name';
      };
      tls?: {
        /**
         * File with certificates (PEM) that are trusted in addition to those of Node.js.
         * @visibility backend
         */
        caFile?: string;
        /**
         * Oldest TLS version that is accepted. Without it, that of Node.js.
         * @visibility backend
         */
        minVersion?: 'TLSv1.2' | 'TLSv1.3';
      };
      /** Notifications about egress. */
      alerts?: {
        /**
         * Users and groups to notify, as entity references. Without them, nobody is notified.
         * @visibility backend
         */
        recipients?: string[];
        /**
         * Number of refused connections of an organisation that is a burst. Default: 20.
         * @visibility backend
         */
        refusals?: number;
        /**
         * Minutes within which they are a burst. Default: 5.
         * @visibility backend
         */
        minutes?: number;
        /**
         * Environments in which the first connection to a destination is reported. Default: production.
         * @visibility backend
         */
        newDestinationsIn?: string[];
      };
    };
    upstream?: {
      /**
       * Commands that can be started as stdio servers; a registration uses the name of an entry, never a command.
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
       * Time to connect and agree on a protocol version, in milliseconds. Default: 10000. Half of it is for `server/discover`,
       * which leaves time to send `initialize` to an older server.
       * @visibility backend
       */
      connectTimeoutMs?: number;
      /**
       * The most that a registration may ask for with `connectTimeoutMs`, in milliseconds. Default: 60000.
       * @visibility backend
       */
      connectTimeoutMsMax?: number;
      /**
       * Time for the response to one request, in milliseconds. Default: 15000.
       * @visibility backend
       */
      requestTimeoutMs?: number;
      /**
       * Maximum size of one response body, in bytes after decompression. Default: 10 MiB.
       * @visibility backend
       */
      bodyBytesMax?: number;
      /**
       * Maximum number of messages that a server can send during one connection. Default: 10000.
       * @visibility backend
       */
      messagesMax?: number;
    };
    discovery?: {
      /**
       * Time between scheduled refreshes of a server without its own interval, in seconds. Default: 900.
       * @visibility backend
       */
      intervalSeconds?: number;
      /**
       * Share of the interval by which schedules are spread, 0 to 1. Default: 0.2.
       * @visibility backend
       */
      jitter?: number;
      /**
       * Concurrent refreshes in one worker. Default: 8.
       * @visibility backend
       */
      concurrency?: number;
      /**
       * Maximum number of servers to listen to for change announcements; 0 turns this off. Default: 50.
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
       * Time between probes of a server without its own interval, in seconds. Default: 60.
       * @visibility backend
       */
      intervalSeconds?: number;
      /**
       * Share of the interval by which probes are spread, 0 to 0.5. Default: 0.1.
       * @visibility backend
       */
      jitter?: number;
      /**
       * Time for one probe, including connecting, in milliseconds. Default: 5000. A stdio server may take as long as
       * `upstream.connectTimeoutMs` if that is longer, because it is started for each probe.
       * @visibility backend
       */
      timeoutMs?: number;
      /**
       * The most that a registration may ask for with `probeTimeoutMs`, in milliseconds. Default: 60000.
       * @visibility backend
       */
      timeoutMsMax?: number;
      /**
       * Concurrent probes in one worker. Default: 256.
       * @visibility backend
       */
      concurrency?: number;
      /**
       * Failures in a row that make a server unhealthy. Default: 3.
       * @visibility backend
       */
      failureThreshold?: number;
      /**
       * Successful probes in a row that make it healthy again. Default: 2.
       * @visibility backend
       */
      recoveryThreshold?: number;
      /**
       * First pause in the checks of a failing server, in seconds; each next pause is twice as long. Default: 120.
       * @visibility backend
       */
      restSeconds?: number;
      /**
       * Longest pause, in seconds. Default: 900.
       * @visibility backend
       */
      restSecondsMax?: number;
      /**
       * Latency objective: slower than this is degraded, in milliseconds. Default: 1000.
       * @visibility backend
       */
      latencyMs?: number;
      /**
       * Availability objective: share of probes that must succeed. Default: 0.999 in production, 0.99 elsewhere.
       * @visibility backend
       */
      availability?: number;
      /** Overrides for one environment. */
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
       * How long individual probes are kept, in days. Default: 7.
       * @visibility backend
       */
      rawDays?: number;
      /**
       * How long hourly and daily totals are kept, in months. Default: 13.
       * @visibility backend
       */
      rollupMonths?: number;
    };
    /** Request limits. 0 removes a limit. */
    limits?: {
      /**
       * `false` removes all limits. Default: true.
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
      /** For all callers together. */
      global?: {
        /**
         * Default: 100.
         * @visibility backend
         */
        perSecond?: number;
        /**
         * Maximum in one second, after quieter ones. Default: 200.
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
         * Concurrent requests. Default: 50.
         * @visibility backend
         */
        concurrent?: number;
      };
      /** For each IP address, before authentication; IPv6 by its /64 network. */
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
       * Time between keep-alives in an idle event stream, in seconds, 1 to 30. Default: 15.
       * @visibility backend
       */
      heartbeatSeconds?: number;
      /**
       * Concurrent event streams of one instance. Default: 1000.
       * @visibility backend
       */
      connectionsMax?: number;
      /**
       * Concurrent event streams of one caller, in one instance. Default: 20.
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
       * How long audit entries are kept, in days; 0 keeps them forever. Default: 400.
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
    calls?: {
      /**
       * Environments whose calls are kept with their arguments and results, such as `development`. Values under names of secrets are
       * blacked out, long texts cut, and binary data replaced by its size. Calls of all others are kept without both.
       */
      keepBodies?: string[];
      /**
       * How long calls are kept, in days. Default: 30.
       * @visibility backend
       */
      retentionDays?: number;
      /**
       * How long their arguments and results are kept, in days. Default: 7.
       * @visibility backend
       */
      bodyRetentionDays?: number;
      /**
       * How long a call may take, in milliseconds. A caller who waits for less is answered before. Default: 60000.
       * @visibility backend
       */
      timeoutMs?: number;
      /**
       * How long a client may take to answer what a server asks during a call, in milliseconds. It's no part of the time of the call. Default: 300000.
       * @visibility backend
       */
      inputTimeoutMs?: number;
      /**
       * The most that a registration may ask for with `calls.timeoutMs`, in milliseconds. Default: 600000.
       * @visibility backend
       */
      timeoutMsMax?: number;
      /**
       * The largest result, in bytes. A larger one is refused whole, and never cut. Default: 1 MiB.
       * @visibility backend
       */
      resultBytesMax?: number;
      /**
       * The most that a registration may ask for with `calls.resultBytesMax`, in bytes. Default: 16 MiB.
       * @visibility backend
       */
      serverResultBytesMax?: number;
      /**
       * The largest arguments, in bytes. Default: 1 MiB.
       * @visibility backend
       */
      argumentBytesMax?: number;
      /**
       * Calls of one caller that may be in progress at once. Default: 20.
       * @visibility backend
       */
      concurrent?: number;
      /**
       * What happens to a result that doesn't fit the output schema of its tool: nothing, a warning in the log, or a refusal. Default: warn.
       * @visibility backend
       */
      outputSchema?: 'off' | 'warn' | 'strict';
    };
    gateway?: {
      /**
       * Host names by which the backend is reached, besides those of `backend.baseUrl` and `app.baseUrl`, and loopback. Without port. Default: none.
       * @visibility backend
       */
      allowedHosts?: string[];
      /**
       * Origins of web pages that can call the endpoints, besides those of `backend.baseUrl` and `app.baseUrl`. Default: none.
       * @visibility backend
       */
      allowedOrigins?: string[];
      /** Connections to servers that calls use. All counts are of one instance. */
      connections?: {
        /**
         * Calls to one server that may be in progress at once. Default: 50.
         * @visibility backend
         */
        perServer?: number;
        /**
         * Calls to one server that may wait for their turn. Default: 100.
         * @visibility backend
         */
        queuedPerServer?: number;
        /**
         * Longest time that a call waits for its turn, in milliseconds. Default: 5000.
         * @visibility backend
         */
        queueTimeoutMs?: number;
        /**
         * How long a connection without a session is kept after its last call, in seconds; a process, too. Default: 60.
         * @visibility backend
         */
        idleSeconds?: number;
        /**
         * How long a session is kept after its last call, in seconds. Default: 300.
         * @visibility backend
         */
        sessionIdleSeconds?: number;
        /**
         * Sessions with one server. Of more, the one goes that was idle the longest. Default: 500.
         * @visibility backend
         */
        sessionsPerServer?: number;
        /**
         * Connections to all servers, sessions and processes included. Default: 2000.
         * @visibility backend
         */
        max?: number;
        /**
         * Processes of stdio servers that run for calls. Default: 20.
         * @visibility backend
         */
        processesMax?: number;
        /**
         * Failures to connect in a row after which calls to a server fail at once for a while. Default: 3.
         * @visibility backend
         */
        failureThreshold?: number;
      };
      /** Streams on which MCP clients hear that their lists changed. All counts are of one instance. */
      streams?: {
        /**
         * Streams that are open at once. Default: 2000.
         * @visibility backend
         */
        max?: number;
        /**
         * Streams of one caller at once. Default: 100.
         * @visibility backend
         */
        perCaller?: number;
        /**
         * Between two signs of life, in seconds, at most 30. Default: 15.
         * @visibility backend
         */
        heartbeatSeconds?: number;
      };
    };
    /** How what opens servers is kept. */
    secrets?: {
      /**
       * The key ring: the first key seals secrets, all of them open what they sealed. In production there must be one. Outside it,
       * a portal without keys makes one beside its database.
       */
      keys?: Array<{
        /**
         * Stands in each secret that the key seals. Never give it to another key.
         * @visibility backend
         */
        id: string;
        /**
         * 32 bytes in base64, such as `openssl rand -base64 32` prints. Default: none; the key is elsewhere.
         * @visibility secret
         */
        secret?: string;
        /**
         * A file that has the same. Default: none; the key is elsewhere.
         * @visibility backend
         */
        keyFile?: string;
        /** A symmetric key in AWS KMS. Default: none; the key is elsewhere. */
        awsKms?: {
          /**
           * Its ARN, ID or alias.
           * @visibility backend
           */
          keyId: string;
          /**
           * Default: as AWS's client finds it.
           * @visibility backend
           */
          region?: string;
          /**
           * Default: that of the region.
           * @visibility backend
           */
          endpoint?: string;
        };
        /** A key of the transit engine of `vault`, of the type aes256-gcm96. Default: none; the key is elsewhere. */
        transit?: {
          /**
           * Its name.
           * @visibility backend
           */
          key: string;
          /**
           * Where the engine is mounted. Default: transit.
           * @visibility backend
           */
          mount?: string;
        };
      }>;
      /** A HashiCorp Vault or an OpenBao. Default: none. */
      vault?: {
        /**
         * Such as https://vault.example:8200; http only for localhost.
         * @visibility backend
         */
        url: string;
        /**
         * Sent as X-Vault-Namespace. Default: none.
         * @visibility backend
         */
        namespace?: string;
        /**
         * Certificates of authorities, PEM, in the place of those that Node has. Default: none.
         * @visibility backend
         */
        caFile?: string;
        /** How to log in: one of these. */
        auth: {
          /**
           * Default: none; log in otherwise.
           * @visibility secret
           */
          token?: string;
          /**
           * A file with a token, which an agent renews. Default: none; log in otherwise.
           * @visibility backend
           */
          tokenFile?: string;
          /** Default: none; log in otherwise. */
          appRole?: {
            /** @visibility backend */
            roleId: string;
            /**
             * Default: none.
             * @visibility secret
             */
            secretId?: string;
            /**
             * A file with the secret ID. Default: none.
             * @visibility backend
             */
            secretIdFile?: string;
            /**
             * Default: approle.
             * @visibility backend
             */
            mount?: string;
          };
          /** Default: none; log in otherwise. */
          kubernetes?: {
            /** @visibility backend */
            role: string;
            /**
             * A file with the token of the service account. Default: /var/run/secrets/kubernetes.io/serviceaccount/token.
             * @visibility backend
             */
            tokenFile?: string;
            /**
             * Default: kubernetes.
             * @visibility backend
             */
            mount?: string;
          };
        };
        /** Where references that begin with `vault:` lead: a KV engine, version 2. Default: none; they are off. */
        kv?: {
          /**
           * Where the engine is mounted. Default: secret.
           * @visibility backend
           */
          mount?: string;
          /**
           * What comes before the path of each reference. Default: sprintconnect.
           * @visibility backend
           */
          path?: string;
        };
      };
      /** Files that references with `file:` lead to. Default: none; they are off. */
      files?: {
        /**
         * The folder, such as /var/run/secrets/sprintconnect.
         * @visibility backend
         */
        root: string;
      };
    };
    credentials?: {
      /**
       * Hosts, such as `weather.internal`, to which credentials of servers may be sent over http, which others on the way can read.
       * Loopback always may. Default: none.
       */
      allowHttp?: string[];
    };
    oauth?: {
      /**
       * Clients that are registered with authorization servers already, for servers on which people connect accounts of their own. With
       * others, SprintConnect uses its client id metadata document, or registers by itself. Default: none.
       */
      clients?: Array<{
        /**
         * The exact issuer, as the server names it.
         * @visibility backend
         */
        issuer: string;
        /**
         * ID of the client.
         * @visibility backend
         */
        clientId: string;
        /**
         * Its secret. Default: none, for a public client.
         * @visibility secret
         */
        clientSecret?: string;
        /**
         * How the secret is sent. Default: client_secret_basic.
         * @visibility backend
         */
        authentication?: 'client_secret_basic' | 'client_secret_post';
        /** Asked for instead of those that the server names. Default: those that the server names. */
        scopes?: string[] | string;
        /**
         * Whether the server is named in the parameter `resource` (RFC 8707); some authorization servers refuse it. Default: send.
         * @visibility backend
         */
        resource?: 'send' | 'omit';
      }>;
    };
    search?: {
      /**
       * A service that turns text into vectors, so that search also finds related meanings. It receives names and
       * descriptions of capabilities and people's searches. Default: none; search uses words only.
       */
      embeddings?: {
        /**
         * Base URL of its route `/embeddings`, such as https://models.example/v1. A private address must also be
         * under egress.allow.
         * @visibility backend
         */
        url: string;
        /**
         * Name of the model; all texts are embedded again when it changes.
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
    /** The MCP endpoints through which agents use servers. */
    jobs?: {
      /**
       * How often a worker checks for jobs queued by another process, in milliseconds. Default: 500.
       * @visibility backend
       */
      pollIntervalMs?: number;
      /**
       * How long a worker can be silent before another takes its job, in seconds. Default: 30.
       * @visibility backend
       */
      leaseSeconds?: number;
    };
  };
}
