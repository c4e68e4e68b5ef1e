/**
 * What the original model gives, for tests: token ids, and the first 16 of the 384 numbers rounded to five
 * places, computed with sentence-transformers' own all-MiniLM-L6-v2.
 */
export const referenceVectors = [
  {
    text: 'Prepare slides for Monday standup',
    tokenIds: [101, 7374, 14816, 2005, 6928, 3233, 6279, 102],
    head: [
      -0.02928, 0.03365, 0.01575, -0.01206, 0.00296, 0.09835, -0.0857, 0.02642, -0.05461, -0.00746, -0.1135,
      0.11393, -0.06064, 0.03255, -0.01988, -0.0338,
    ],
  },
  {
    text: "It's so sunny outside!",
    tokenIds: [101, 2009, 1005, 1055, 2061, 11559, 2648, 999, 102],
    head: [
      -0.01873, 0.04148, 0.07423, 0.07848, 0.07565, -0.0125, 0.08839, -0.06979, -0.00633, 0.01997, 0.0045,
      -0.02597, 0.04096, 0.04332, 0.0531, 0.05132,
    ],
  },
  {
    text: 'purchase groceries',
    tokenIds: [101, 5309, 26298, 102],
    head: [
      0.00733, 0.06521, 0.01073, 0.03509, -0.02935, 0.00248, 0.07606, -0.00793, 0.02154, -0.05289, 0.09118,
      -0.00443, -0.02222, -0.06985, 0.02007, -0.06587,
    ],
  },
  {
    text: 'a',
    tokenIds: [101, 1037, 102],
    head: [
      -0.03638, 0.0347, -0.04607, 0.03436, -0.08092, 0.03283, 0.11687, -0.02334, 0.07445, 0.04729, 0.06228,
      -0.03124, 0.01597, -0.0069, 0.00553, 0.05308,
    ],
  },
] as const;

/** The example on the model's public page, with its cosines. */
export const publishedExample = {
  texts: ['The weather is lovely today.', "It's so sunny outside!", 'He drove to the stadium.'],
  cosines: [
    { a: 0, b: 1, cosine: 0.666 },
    { a: 0, b: 2, cosine: 0.1046 },
    { a: 1, b: 2, cosine: 0.1411 },
  ],
} as const;
