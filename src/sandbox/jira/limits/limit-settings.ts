import { isObject } from '../read-object'

/** Which of the vendor's limits are kept. Each stands alone; what is left out does not limit. */
export interface LimitSettings {
  /** Cloud: requests a second by one method to one endpoint, shared by all callers. */
  burst?: Partial<Record<string, number>>
  /** Cloud: 20 writes of one issue in two seconds, and 100 in thirty. */
  issueWrites?: boolean
  /** Cloud: points that apps may spend until the next full hour; API tokens are not affected. */
  quotaPerHour?: number
  /** Data Center: requests that one user may make at once, and how many come back each second. */
  bucket?: { size: number; perSecond: number }
}

/** What Atlassian writes that Cloud keeps. */
export const VENDOR_LIMITS: LimitSettings = {
  burst: { GET: 100, POST: 100, PUT: 50, DELETE: 50 },
  issueWrites: true,
  quotaPerHour: 65_000,
}

/** The settings in a control request, or what is wrong with them. */
export function readLimits(body: unknown): LimitSettings | string {
  if (!isObject(body)) return 'limits are a JSON object'
  if (body.vendor === true) return VENDOR_LIMITS
  const { burst, issueWrites, quotaPerHour, bucket } = body
  const isCounted = quotaPerHour === undefined || isPositive(quotaPerHour)
  const isBurst = burst === undefined || (isObject(burst) && Object.values(burst).every(isPositive))
  const isBucket = bucket === undefined || (isObject(bucket) && isPositive(bucket.size) && isPositive(bucket.perSecond))
  if (!isCounted || !isBurst || !isBucket)
    return 'limits are positive numbers: burst by method, quotaPerHour, bucket.size, bucket.perSecond'
  return { ...(body as LimitSettings), issueWrites: issueWrites === true }
}

function isPositive(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value > 0
}
