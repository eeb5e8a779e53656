/** A page of a list, newest or first id first. */
export interface Page<Item> {
  items: Item[]
  /** Opaque; asks for what follows. */
  next: string | null
}

export interface PageAsked {
  limit: number
  /** The `next` of the page before. */
  after?: string
}
