/** At most `max` code points; never half a character. */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text
  return Array.from(text.slice(0, 2 * max))
    .slice(0, max)
    .join('')
}
