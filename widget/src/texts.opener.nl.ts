/** The Dutch words of the button, which every page of the gemeente loads; the others come with the chat. */
export const opener = {
  opener: "Vraag het Wegwijs",
  opening: "Ik start het gesprek…",
  unreachable: "Het lukt nu niet om met Wegwijs te praten. Dat ligt niet aan jou.",
  danger: "Direct gevaar? Bel",
  dangerNumber: "112",
};
