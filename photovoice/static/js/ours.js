// A network one has to sign in to first, a filter or a proxy answers in the house's place, and with
// any status.  What the house itself says carries this header.

export const isOurs = (answer) => answer.headers.has("Photovoice");
