/** Marks a deletion that nobody told of, in the payload that tells it to us. */
export const presumedMark = 'isPresumed'
