/** What was asked for at the start, or over the control surface, cannot be had. Its message is for people. */
export class SetupError extends Error {
  override readonly name = 'SetupError'
}
