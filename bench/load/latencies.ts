export interface Percentiles {
  p50Ms: number
  p99Ms: number
  p999Ms: number
}

/** Collects latencies without making garbage. */
export class Latencies {
  private values = new Float64Array(65_536)
  count = 0

  add(ms: number): void {
    if (this.count === this.values.length) {
      const larger = new Float64Array(this.values.length * 2)
      larger.set(this.values)
      this.values = larger
    }
    this.values[this.count] = ms
    this.count += 1
  }

  clear(): void {
    this.count = 0
  }

  percentiles(): Percentiles {
    const sorted = this.values.slice(0, this.count).sort()
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0
    return { p50Ms: at(0.5), p99Ms: at(0.99), p999Ms: at(0.999) }
  }
}
