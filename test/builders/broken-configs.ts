// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of bridge.yaml are written so

/** Stands for every secret in the table; no mistake may show it. */
export const canary = 'CANARY-Zq8vT1mK4rW7'
export const env = { GOOD: canary, EMPTY: '', SHORT: 'Zq8vT1m', BROKEN: `${canary}\nX-Injected: 1` }

export const soar = 'soar: [{ name: soar, url: https://soar.example.com, token: ${GOOD} }]'
const goodAuth = 'auth: { token: ${GOOD} }'
const goodHook = 'webhook: { secrets: ["${GOOD}"] }'
const soarWith = (fields: string) => `soar:\n  - { name: soar, token: ${canary}, ${fields} }`
const twoSoars = `${soar.slice(0, -1)}, { name: east, url: https://east.example.com, token: \${GOOD} }]`
const shareWith = (fields: string) => `${twoSoars}\ntickets:\n  - { name: t, kind: soar, ${fields} }`
const ticketWith = (fields: string) => `${soar}\ntickets:\n  - { name: t, url: "https://t.example.com", ${fields} }`
const jiraAuth = (auth: string) => ticketWith(`kind: jira, soar: soar, ${goodHook}, auth: ${auth}`)
const snowAuth = (auth: string) => ticketWith(`kind: servicenow, soar: soar, ${goodHook}, auth: ${auth}`)
export const hook = (webhook: string) => ticketWith(`kind: jira, soar: soar, ${goodAuth}, webhook: ${webhook}`)
export const reach = (fields: string) => soarWith(`url: "https://soar.example.com", ${fields}`)

/** What is wrong · the file · where the mistake is told · what it expects. */
export const broken: [string, string, string, RegExp][] = [
  [
    'a port that is no number',
    'server: { port: http }',
    '1 server.port',
    /whole number from 0 to 65535; for example 8080/,
  ],
  ['a port out of range', 'server:\n  port: 70000', '2 server.port', /from 0 to 65535/],
  ['a port with a fraction', 'server: { port: 80.5 }', '1 server.port', /whole number/],
  ['an empty host', 'server: { host: "" }', '1 server.host', /address or host name; for example 127\.0\.0\.1/],
  ['a misspelled key', 'server: { prot: 1 }', '1 server.prot', /one of host, port, .*did you mean port\?/],
  [
    'an unknown key far from all',
    'server: { colour: red }',
    '1 server.colour',
    /one of host, port, .*for example host/,
  ],
  ['an unknown section', '\nserver: {}\nservers: {}', '3 servers', /did you mean server\?/],
  ['a section that is a list', 'server: [1]', '1 server', /a mapping; for example \{ host/],
  ['a file that is a list', '- server', '1', /a mapping/],
  ['a file that is a text', canary, '1', /a mapping/],
  [
    'tls without its key',
    'server: { tls: { certFile: good.pem } }',
    '1 server.tls.keyFile',
    /a path.*for example tls\/key\.pem/,
  ],
  [
    'a proxy range that is none',
    'server: { trustedProxies: [10.0.0.0/33] }',
    '1 server.trustedProxies[0]',
    /CIDR form; for example 10\.0\.0\.0\/8/,
  ],
  ['proxies as one text', 'server: { trustedProxies: 10.0.0.1 }', '1 server.trustedProxies', /a list of addresses/],
  ['a flag that is a word', 'server: { publicDocs: yes }', '1 server.publicDocs', /true or false; for example true/],
  [
    'a PostgreSQL address',
    `database: { url: "postgres://u:${canary}@db/x" }`,
    '1 database.url',
    /sqlite:<path> \(PostgreSQL is not supported yet\); for example sqlite:\.\/data/,
  ],
  ['a database without a path', 'database: { url: "sqlite:" }', '1 database.url', /sqlite:<path>/],
  ['a database in memory', 'database: { url: "sqlite::memory:" }', '1 database.url', /sqlite:<path>/],
  ['a negative limit', 'receive: { maxQueuedReceipts: -1 }', '1 receive.maxQueuedReceipts', /whole number from 1/],
  ['no workers', 'delivery: { concurrency: 0 }', '1 delivery.concurrency', /from 1 to 256; for example 16/],
  [
    'an endless settle time',
    'delivery: { settleSeconds: .inf }',
    '1 delivery.settleSeconds',
    /seconds from 0 to 86400/,
  ],
  [
    'a retention of nothing',
    'retention: { jobsDays: 0 }',
    '1 retention.jobsDays',
    /days from 1 to 3650; for example 90/,
  ],
  [
    'an unknown log level',
    'log: { level: loud }',
    '1 log.level',
    /one of info, debug, warn, error, silent; for example info/,
  ],
  ['a base path with an end slash', 'secops: { basePath: /api/ }', '1 secops.basePath', /begins with a slash/],
  ['a base path of one part', 'secops: { basePath: /secops }', '1 secops.basePath', /at least two parts/],
  ['a base path over our own API', 'secops: { basePath: /v1/links }', '1 secops.basePath', /not under \/v1/],
  ['a base path that climbs', 'secops: { basePath: /a/../b }', '1 secops.basePath', /begins with a slash/],

  [
    'a connection without a name',
    'soar:\n  - url: https://s.example.com\n    token: ${GOOD}',
    '2 soar[0].name',
    /small letters, digits and hyphens.*for example jira-emea/,
  ],
  [
    'a name with capitals',
    `soar: [{ name: Soar, url: "https://s.example.com", token: ${canary} }]`,
    '1 soar[0].name',
    /small letters/,
  ],
  [
    'a name too long',
    `soar: [{ name: ${'a'.repeat(40)}, url: "https://s.example.com", token: ${canary} }]`,
    '1 soar[0].name',
    /at most 39/,
  ],
  [
    'two connections of one name',
    ticketWith(`kind: jira, soar: soar, ${goodAuth}, ${goodHook}`).replace('name: t', 'name: soar'),
    '3 tickets[0].name',
    /no other connection has; for example soar-2/,
  ],
  ['a connection that is a text', `soar: ["${canary}"]`, '1 soar[0]', /a mapping/],
  [
    'an address without scheme',
    soarWith('url: soar.example.com'),
    '2 soar[0].url',
    /https address.*for example https:\/\/soar\.example\.com/,
  ],
  [
    'plain http to another host',
    soarWith('url: "http://soar.example.com"'),
    '2 soar[0].url',
    /https, since this host is not this machine; for example .*allowInsecure: true/,
  ],
  [
    'a password in the address',
    soarWith(`url: "https://u:${canary}@soar.example.com"`),
    '2 soar[0].url',
    /without user/,
  ],
  [
    'a token in the query',
    soarWith(`url: "https://soar.example.com?token=${canary}"`),
    '2 soar[0].url',
    /query or fragment/,
  ],
  ['another scheme', soarWith('url: "file:///etc/passwd"'), '2 soar[0].url', /https address/],
  [
    'the metadata service of a cloud',
    soarWith('url: "http://169.254.169.254", allowInsecure: true'),
    '2 soar[0].url',
    /https address/,
  ],
  ['the same, mapped into IPv6', soarWith('url: "https://[::ffff:a9fe:a9fe]"'), '2 soar[0].url', /https address/],
  [
    'no credentials for SOAR',
    'soar: [{ name: soar, url: https://s.example.com }]',
    '1 soar[0]',
    /exactly one of: token; user and password; for example token: \$\{SOAR_TOKEN\}/,
  ],
  [
    'two credentials for SOAR',
    reach('user: u, password: "${GOOD}"'),
    '2 soar[0]',
    /exactly one of: token; user and password/,
  ],
  [
    'a scheme without a token',
    'soar: [{ name: soar, url: https://s.example.com, user: u, password: "${GOOD}", authScheme: bearer }]',
    '1 soar[0].authScheme',
    /only beside a token/,
  ],
  ['an unknown scheme', reach('authScheme: digest'), '2 soar[0].authScheme', /one of ph-auth-token, basic, bearer/],
  [
    'an empty token',
    'soar: [{ name: soar, url: https://s.example.com, token: "" }]',
    '1 soar[0].token',
    /one line that is not empty/,
  ],
  [
    'a token with a line break',
    'soar: [{ name: soar, url: https://s.example.com, token: "${BROKEN}" }]',
    '1 soar[0].token',
    /one line/,
  ],
  [
    'a token that is a number',
    'soar: [{ name: soar, url: https://s.example.com, token: 123456 }]',
    '1 soar[0].token',
    /one line/,
  ],
  ['an asset by name', reach('assetId: main'), '2 soar[0].assetId', /whole number from 0; for example 7/],
  [
    'a certificate without its key',
    reach('clientCertFile: good.pem'),
    '2 soar[0].clientCertFile',
    /clientCertFile and clientKeyFile together/,
  ],
  [
    'an endless timeout',
    reach('timeoutSeconds: 0'),
    '2 soar[0].timeoutSeconds',
    /seconds from 0\.1 to 600; for example 30/,
  ],
  [
    'a proxy with a password',
    reach(`proxy: "http://u:${canary}@proxy.example.com"`),
    '2 soar[0].proxy',
    /http or https address without user/,
  ],

  [
    'an unknown kind',
    ticketWith(`kind: zendesk, soar: soar, ${goodAuth}, ${goodHook}`),
    '3 tickets[0].kind',
    /one of jira, servicenow, soar; for example kind: jira/,
  ],
  ['no kind', ticketWith(`soar: soar, ${goodAuth}, ${goodHook}`), '3 tickets[0].kind', /one of jira, servicenow/],
  [
    'a share of a SOAR that does not exist',
    shareWith('from: sour, soar: east'),
    '3 tickets[0].from',
    /under soar, one of soar, east; for example soar/,
  ],
  [
    'a share of a SOAR with itself',
    shareWith('from: soar, soar: soar'),
    '3 tickets[0].from',
    /another SOAR than soar; for example from: soar-west/,
  ],
  [
    'a webhook of a share',
    shareWith(`from: soar, soar: east, ${goodHook}`),
    '3 tickets[0].webhook',
    /one of name, kind, from, soar/,
  ],
  [
    'a SOAR that does not exist',
    ticketWith(`kind: jira, soar: sour, ${goodAuth}, ${goodHook}`),
    '3 tickets[0].soar',
    /under soar, one of soar; for example soar/,
  ],
  [
    'no SOAR at all',
    `tickets: [{ name: t, kind: jira, url: "https://t.example.com", soar: soar, ${goodAuth}, ${goodHook} }]`,
    '1 tickets[0].soar',
    /there is none/,
  ],
  [
    'no credentials for Jira',
    ticketWith(`kind: jira, soar: soar, ${goodHook}`),
    '3 tickets[0].auth',
    /a mapping; for example \{ email/,
  ],
  [
    'an e-mail address alone',
    jiraAuth('{ email: a@b.example }'),
    '3 tickets[0].auth',
    /exactly one of: email and token; token; user and password/,
  ],
  [
    'a password without its user',
    jiraAuth('{ password: "${GOOD}" }'),
    '3 tickets[0].auth',
    /user and password; for example \{ email: bot@acme\.example/,
  ],
  [
    'an e-mail address for ServiceNow',
    snowAuth('{ email: a@b.example, token: "${GOOD}" }'),
    '3 tickets[0].auth.email',
    /one of user, password/,
  ],
  [
    'a ServiceNow user without a password',
    snowAuth('{ user: u }'),
    '3 tickets[0].auth',
    /exactly one of: user and password; token; for example/,
  ],
  [
    'no tables',
    snowAuth('{ token: "${GOOD}" }, tables: []'),
    '3 tickets[0].tables',
    /at least one table; for example \[incident/,
  ],
  [
    'a table that is none',
    snowAuth('{ token: "${GOOD}" }, tables: [incident, "x^OR1=1"]'),
    '3 tickets[0].tables[1]',
    /name of a table/,
  ],
  [
    'tables at Jira',
    jiraAuth('{ token: "${GOOD}" }, tables: [incident]'),
    '3 tickets[0].tables',
    /one of name, kind, url/,
  ],
  [
    'an unknown flavor',
    jiraAuth('{ token: "${GOOD}" }, flavor: server'),
    '3 tickets[0].flavor',
    /one of cloud, datacenter/,
  ],

  [
    'no webhook',
    ticketWith(`kind: jira, soar: soar, ${goodAuth}`),
    '3 tickets[0].webhook',
    /a mapping; for example \{ secrets/,
  ],
  ['an open webhook', hook('{}'), '3 tickets[0].webhook', /exactly one of: secrets; basic; header/],
  [
    'two ways to prove it',
    hook('{ secrets: ["${GOOD}"], header: "${GOOD}" }'),
    '3 tickets[0].webhook',
    /exactly one of: secrets; basic; header/,
  ],
  ['no secrets', hook('{ secrets: [] }'), '3 tickets[0].webhook.secrets', /at least one secret/],
  [
    'one secret that is no list',
    hook('{ secrets: "${GOOD}" }'),
    '3 tickets[0].webhook.secrets',
    /a list with at least one secret; for example \["\$\{JIRA_WEBHOOK_SECRET\}"\]/,
  ],
  [
    'a short secret',
    hook('{ secrets: ["${GOOD}", "${SHORT}"] }'),
    '3 tickets[0].webhook.secrets[1]',
    /at least 16 characters that is no placeholder; for example .*openssl rand/,
  ],
  [
    'a placeholder',
    hook('{ secrets: ["changeme-changeme-123"] }'),
    '3 tickets[0].webhook.secrets[0]',
    /no placeholder/,
  ],
  ['another placeholder', hook('{ header: "<your-secret-here>" }'), '3 tickets[0].webhook.header', /no placeholder/],
  ['one letter sixteen times', hook('{ header: xxxxxxxxxxxxxxxx }'), '3 tickets[0].webhook.header', /no placeholder/],
  [
    'Basic without a password',
    hook('{ basic: { user: u } }'),
    '3 tickets[0].webhook.basic.password',
    /a password or passwordFile/,
  ],
  [
    'Basic with a short password',
    hook('{ basic: { user: u, password: "${SHORT}" } }'),
    '3 tickets[0].webhook.basic.password',
    /at least 8 characters/,
  ],
  [
    'a user with a colon',
    hook('{ basic: { user: "a:b", password: "${GOOD}" } }'),
    '3 tickets[0].webhook.basic.user',
    /user without a colon/,
  ],

  [
    'a variable that is not set',
    'soar:\n  - name: soar\n    url: https://s.example.com\n    token: ${NOT_SET}',
    '4 soar[0].token',
    /environment variable NOT_SET to be set; for example NOT_SET=/,
  ],
  [
    'a variable without its end',
    `log:\n  level: "\${LEVEL"`,
    '2 log.level',
    /variables as \$\{NAME\} or \$\{NAME:-default\}/,
  ],
  ['a variable with another operator', 'log: { level: "${LEVEL:?no}" }', '1 log.level', /variables as \$\{NAME\}/],
  [
    'an empty variable for a token',
    'soar: [{ name: soar, url: https://s.example.com, token: "${EMPTY}" }]',
    '1 soar[0].token',
    /not empty/,
  ],

  ['a key twice', `soar:\n  - { name: soar, token: ${canary}, token: ${canary} }`, '2', /every key once/],
  ['tabs', 'server:\n\tport: 1', '2', /spaces as indentation/],
  ['a quote that is not closed', `server:\n  host: "${canary}`, '2', /YAML \(MISSING_CHAR\)/],
  ['something that is no YAML', `soar: [ { token: ${canary} ] }`, '1', /YAML/],
  ['a tag', `soar: !vault ${canary}`, '1', /plain values without tags/],
  ['two documents', 'log: {}\n---\nlog: {}', '2', /one YAML document/],
  ['an alias to nowhere', `log: *${canary}`, '1', /\*alias/],
]
