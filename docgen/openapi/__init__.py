"""The contract as a thing of its own: documents, pointers, references, schemas, selectors and examples."""
