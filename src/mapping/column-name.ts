import { z } from 'zod'

/** A table or a column, as ServiceNow names them. */
export const columnName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,79}$/, 'expected a name as ServiceNow writes it: sn_ti_lookup_result')
