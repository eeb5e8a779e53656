/** `2026-01-02 03:04:05`: a time as ServiceNow writes it, in UTC (facts/servicenow.md 3.1). */
export function toUtcText(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 19).replace('T', ' ')
}
