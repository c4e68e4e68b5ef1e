/** Numbers of an embedding: all-MiniLM-L6-v2's, which every stored vector has. */
export const VECTOR_WIDTH = 384;
