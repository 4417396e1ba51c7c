/** The Dutch words of the button, which every page of the gemeente loads; the others come with the chat. */
export const opener = {
  opener: "Vraag het Wegwijs",
  opening: "Even geduld",
  unreachable: "Wegwijs doet het nu niet.",
  danger: "Direct gevaar? Bel",
};
