import { z } from 'zod'
import { isBaseUrl } from './addresses'
import {
  isCredential,
  isWebhookPassword,
  isWebhookSecret,
  shortestWebhookPassword,
  shortestWebhookSecret,
} from './credentials'
import { choice, explain, flag, list, number, section, text, wholeNumber } from './fields'
import { variable } from './variables'

export const connectionName = /^[a-z][a-z0-9-]{0,38}$/

const nameField = text(
  {
    meaning:
      'Name of the connection, in addresses, metrics and identifiers in SOAR: never change it once it has links. Unique over `soar` and `tickets`.',
    expected: 'a name of small letters, digits and hyphens, at most 39 characters, a letter first',
    example: 'jira-emea',
  },
  connectionName,
)

export function baseUrl(meaning: string, example: string, scheme = 'https') {
  return text({ meaning, expected: `an ${scheme} address without user, query or fragment`, example }, isBaseUrl)
}

function credential(meaning: string, example: string) {
  return text({ meaning, expected: 'a value of one line that is not empty', example }, isCredential).optional()
}

/** Path of a file that holds the value of another field. */
function fileOf(field: string) {
  return text({
    meaning: `File that holds \`${field}\`, instead of the value itself. Others must not be able to read it; one trailing line break is dropped.`,
    expected: 'a path, relative to the configuration file',
    example: `secrets/${field}`,
  }).optional()
}

export function pemFile(meaning: string, example: string) {
  return text({ meaning, expected: 'a path, relative to the configuration file', example }).optional()
}

/** How every outside system is reached. */
const reachFields = {
  allowInsecure: flag('Allows plain http beyond this machine. Credentials and tickets then travel readable.').default(
    false,
  ),
  caFile: pemFile(
    'Certificate authorities to trust for this connection, in PEM, instead of the built-in ones.',
    'ca.pem',
  ),
  clientCertFile: pemFile('Client certificate (mutual TLS), in PEM; together with `clientKeyFile`.', 'client.pem'),
  clientKeyFile: pemFile(
    'Key of the client certificate, in PEM. Others must not be able to read it.',
    'client-key.pem',
  ),
  proxy: baseUrl(
    'HTTP proxy for this connection. Proxies named in the environment are not used.',
    'http://proxy.example.com:3128',
    'http or https',
  ).optional(),
  timeoutSeconds: number(
    {
      meaning: 'Seconds that one request may take, answer included.',
      expected: 'seconds from 0.1 to 600',
      example: 30,
    },
    { min: 0.1, max: 600 },
  ).default(30),
  maxAnswerMegabytes: number(
    {
      meaning: 'Largest answer that is read, in megabytes; a larger one is cut off and counts as unreadable.',
      expected: 'megabytes from 0.1 to 100',
      example: 5,
    },
    { min: 0.1, max: 100 },
  ).default(5),
}

const tenantField = text(
  {
    meaning: 'Tenant that the connection belongs to; users and keys of one tenant never see another.',
    expected: 'a name of small letters, digits and hyphens, at most 39 characters, a letter first',
    example: 'emea',
  },
  connectionName,
).default('default')

const soarNumber = { expected: 'a whole number from 0', example: 7 }
const soarNumbers = { min: 0, max: Number.MAX_SAFE_INTEGER }

export const soarConnection = section('A Splunk SOAR. Either `token`, or `user` and `password`.', {
  name: nameField,
  url: baseUrl('Address of SOAR, without `/rest`.', 'https://soar.example.com'),
  token: credential('Token of an automation user in SOAR.', variable('SOAR_TOKEN')),
  tokenFile: fileOf('token'),
  authScheme: choice(
    'How the token is sent: in the header `ph-auth-token`, as the password of Basic with an empty user, or as Bearer (where a proxy in front wants it).',
    ['ph-auth-token', 'basic', 'bearer'],
  ).optional(),
  user: credential('Name of a SOAR user, where no token is used.', 'soarbridge'),
  password: credential('Password of `user`.', variable('SOAR_PASSWORD')),
  passwordFile: fileOf('password'),
  label: text({
    meaning: 'Label of new containers where no rule names one.',
    expected: 'a label that SOAR knows',
    example: 'events',
  }).default('events'),
  assetId: wholeNumber({ meaning: 'Asset that new containers belong to.', ...soarNumber }, soarNumbers).optional(),
  tenantId: wholeNumber(
    { meaning: 'Tenant in SOAR that new containers belong to, where SOAR has tenants.', ...soarNumber },
    soarNumbers,
  ).optional(),
  closeReasonField: text({
    meaning: 'Custom field of containers that says why they were closed, which tickets are then told.',
    expected: 'the name of a custom field',
    example: 'closing_reason',
  }).optional(),
  ...reachFields,
})

const webhookSecretWords = {
  expected: `a secret of at least ${shortestWebhookSecret} characters that is no placeholder`,
  example: `${variable('JIRA_WEBHOOK_SECRET')}, made with: openssl rand -hex 32`,
}

const webhookField = section(
  'How webhooks prove where they come from: exactly one of `secrets`, `basic` and `header`.',
  {
    secrets: list(text({ meaning: 'One secret.', ...webhookSecretWords }, isWebhookSecret), {
      meaning:
        'Secrets of the signature (`X-Hub-Signature`, `X-ServiceNow-Signature`); any of them is taken, so that one can be replaced without downtime.',
      expected: 'a list with at least one secret',
      example: `["${variable('JIRA_WEBHOOK_SECRET')}"]`,
      atLeast: 1,
    }).optional(),
    secretsFile: fileOf('secrets'),
    basic: section('HTTP Basic, for senders that cannot sign.', {
      user: text(
        { meaning: 'User that the sender names.', expected: 'a user without a colon', example: 'servicenow' },
        /^[^:\p{Cc}]+$/u,
      ),
      password: text(
        {
          meaning: `Password that the sender gives, at least ${shortestWebhookPassword} characters.`,
          expected: `a password of at least ${shortestWebhookPassword} characters that is no placeholder`,
          example: variable('SNOW_PUSH_PASSWORD'),
        },
        isWebhookPassword,
      ).optional(),
      passwordFile: fileOf('password'),
    }).optional(),
    header: text(
      {
        meaning: 'Value of the header `X-Bridge-Secret`, for senders that can only add a header.',
        ...webhookSecretWords,
      },
      isWebhookSecret,
    ).optional(),
    headerFile: fileOf('header'),
  },
)

function ticketFields<Kind extends 'jira' | 'servicenow'>(kind: Kind, exampleUrl: string) {
  return {
    name: nameField,
    kind: z.literal(kind).meta({ description: 'The ticketing system: `jira` or `servicenow`.' }),
    url: baseUrl('Address of the system, for its API.', exampleUrl),
    webhook: webhookField,
    soar: text({
      meaning: 'Name of the SOAR connection that the tickets go to.',
      expected: 'the name of a connection under soar',
      example: 'soar',
    }),
    rules: text({
      meaning: 'Mapping file, relative to the configuration file. Without it the built-in rules of the system hold.',
      expected: 'a path',
      example: `rules/${kind}.yaml`,
    }).optional(),
    tenant: tenantField,
    ...reachFields,
  }
}

const jiraConnection = section('A Jira, Cloud or Data Center.', {
  ...ticketFields('jira', 'https://acme.atlassian.net'),
  results: choice('What tickets are told of the results that scripts post: the one status comment, or nothing.', [
    'all',
    'note',
    'none',
  ]).default('all'),
  browseUrl: baseUrl(
    'Address of Jira for people, where it differs from `url` (service accounts use `api.atlassian.com`).',
    'https://acme.atlassian.net',
  ).optional(),
  flavor: choice('Cloud or Data Center. Without it: Cloud where `auth` names an e-mail address, else Data Center.', [
    'cloud',
    'datacenter',
  ]).optional(),
  auth: section(
    '`email` and `token` (Cloud), `token` alone (personal access token), or `user` and `password` (Data Center).',
    {
      email: credential('E-mail address of the bot account.', 'bot@acme.example'),
      token: credential('API token or personal access token.', variable('JIRA_TOKEN')),
      tokenFile: fileOf('token'),
      user: credential('User name of the bot account.', 'soarbridge'),
      password: credential('Password of `user`.', variable('JIRA_PASSWORD')),
      passwordFile: fileOf('password'),
    },
  ),
})

const columnName = text(
  {
    meaning: 'Column of the bridged tables that holds the address of the container. Without it nothing is written.',
    expected: 'the name of a column',
    example: 'u_soar_container',
  },
  /^[a-z][a-z0-9_]{0,79}$/,
)

const tableName = text(
  { meaning: 'One table.', expected: 'the name of a table', example: 'sn_si_incident' },
  /^[a-z][a-z0-9_]{0,79}$/,
)

const servicenowConnection = section('A ServiceNow instance.', {
  ...ticketFields('servicenow', 'https://acme.service-now.com'),
  tables: list(tableName, {
    meaning: 'Tables whose records become containers.',
    expected: 'a list with at least one table',
    example: '[incident, sn_si_incident]',
    atLeast: 1,
  }).default(['incident']),
  containerUrlColumn: columnName.optional(),
  results: choice(
    "What tickets are told of the results that scripts post: a work note and a record in the result table, by the Table API (`all`) or by the instance's own SecOps API (`secops-api`), a work note alone, or nothing.",
    ['all', 'secops-api', 'note', 'none'],
  ).default('all'),
  secopsApi: section(
    'The SecOps API of the instance, where `results` is `secops-api`. ServiceNow publishes neither its address nor the shape of its bodies.',
    {
      path: text(
        {
          meaning: 'Path of the API; the three resources stand below it.',
          expected: 'a path that begins with a slash and does not end with one',
          example: '/api/sn_sec_cmn/v1/secops_integration_capabilities',
        },
        /^(?:\/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+$/,
      ).default('/api/sn_sec_cmn/secops_integration_capabilities'),
      fieldsName: text(
        {
          meaning: 'Member of a body that holds the columns. Without it they stand flat in the body.',
          expected: 'a name of letters, digits and underscores',
          example: 'fields',
        },
        /^[A-Za-z_][A-Za-z0-9_]{0,79}$/,
      ).optional(),
    },
  ).prefault({}),
  auth: section('`user` and `password`, or `token` alone (OAuth, sent as Bearer).', {
    user: credential('User name of the integration account.', 'soarbridge'),
    password: credential('Password of `user`.', variable('SNOW_PASSWORD')),
    passwordFile: fileOf('password'),
    token: credential('OAuth access token.', variable('SNOW_TOKEN')),
    tokenFile: fileOf('token'),
  }),
})

const soarShare = section('Containers of one SOAR for another one (several-soars.md). It takes no webhooks.', {
  name: nameField,
  kind: z.literal('soar').meta({ description: 'The ticketing system: containers of a SOAR.' }),
  from: text({
    meaning: 'Name of the SOAR connection whose containers are shared.',
    expected: 'the name of a connection under soar',
    example: 'soar-west',
  }),
  soar: text({
    meaning: 'Name of the SOAR connection that gets them: another one than `from`.',
    expected: 'the name of a connection under soar',
    example: 'soar-east',
  }),
  rules: text({
    meaning: 'Mapping file, relative to the configuration file. Without it the built-in rules of the system hold.',
    expected: 'a path',
    example: 'rules/soar.yaml',
  }).optional(),
  tenant: tenantField,
})

export const ticketConnection = z.discriminatedUnion('kind', [jiraConnection, servicenowConnection, soarShare], {
  error: explain({ expected: 'a kind, one of jira, servicenow, soar', example: 'kind: jira' }),
})
