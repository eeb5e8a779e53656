import { roles } from '../domain/role'
import { isBaseUrl } from './addresses'
import { choice, flag, list, mapping, number, section, text } from './fields'
import { baseUrl, connectionName, pemFile } from './schema-connections'

const claim = { expected: 'the name of a claim, or its path with dots', example: 'realm_access.roles' }

const bridgeRoles = list(choice('A role of the bridge.', roles), {
  meaning: 'Roles of the bridge.',
  expected: `a list of roles, of ${roles.join(', ')}`,
  example: '[bridge.viewer]',
  atLeast: 1,
})

export const oidc = section(
  'Takes access tokens (JWT) of an OpenID Connect provider as a Bearer, beside our own keys. Without it no other token is looked at.',
  {
    issuer: text(
      {
        meaning: 'The issuer, letter for letter as its tokens name it; its discovery document is read below it.',
        expected: 'an https address without user, query or fragment',
        example: 'https://login.example.com/realms/soc',
      },
      isBaseUrl,
    ),
    audience: text({
      meaning: 'Who tokens must be for (`aud`).',
      expected: 'a name that is not empty',
      example: 'soarbridge',
    }),
    roleClaim: text({
      meaning: 'Claim that holds the roles: a list, or words with spaces between. A path with dots reaches inside.',
      ...claim,
    }).default('roles'),
    roles: mapping(bridgeRoles, {
      meaning: 'Which roles of the bridge each value of the role claim stands for. Other values stand for none.',
      expected: 'a mapping of values of the role claim to lists of roles',
      example: '{ soc-scripts: [sn_sec_cmn.api_write], soc-admins: [bridge.admin] }',
    }),
    tenant: text(
      {
        meaning: 'Tenant of every token; `*` sees all. `default` unless `tenantClaim` is given.',
        expected: 'a name of small letters, digits and hyphens, a letter first, or `*`',
        example: 'emea',
      },
      value => value === '*' || connectionName.test(value),
    ).optional(),
    tenantClaim: text({
      meaning: 'Claim that names the tenant, instead of `tenant`; a token without it is refused, and none sees all.',
      ...claim,
    }).optional(),
    jwksUrl: baseUrl(
      'Address of the signing keys, instead of the one that the discovery document names.',
      'https://login.example.com/realms/soc/certs',
    ).optional(),
    jwksFile: text(
      {
        meaning: 'File that holds the signing keys (JSON Web Key Set), instead of asking for them.',
        expected: 'a file that holds a JSON Web Key Set of public keys',
        example: 'idp-keys.json',
      },
      isPublicKeySet,
    ).optional(),
    clockToleranceSeconds: number(
      {
        meaning: 'Seconds that the clocks of provider and bridge may differ.',
        expected: 'seconds from 0 to 300',
        example: 30,
      },
      { min: 0, max: 300 },
    ).default(30),
    timeoutSeconds: number(
      {
        meaning: 'Seconds that one question to the provider may take.',
        expected: 'seconds from 0.1 to 60',
        example: 5,
      },
      { min: 0.1, max: 60 },
    ).default(5),
    caFile: pemFile(
      'Certificate authorities to trust for the provider, in PEM, instead of the built-in ones.',
      'ca.pem',
    ),
    proxy: baseUrl('HTTP proxy to the provider.', 'http://proxy.example.com:3128', 'http or https').optional(),
    allowInsecure: flag(
      'Allows plain http beyond this machine. Whoever can change its answers can then make tokens.',
    ).default(false),
  },
)

/** A shared secret or a private key in it would be a grave mistake of whoever wrote it. */
function isPublicKeySet(value: string): boolean {
  try {
    const { keys } = JSON.parse(value) as { keys: { kty?: unknown; d?: unknown }[] }
    return keys.length > 0 && keys.every(({ kty, d }) => ['RSA', 'EC', 'OKP'].includes(String(kty)) && d === undefined)
  } catch {
    return false
  }
}
