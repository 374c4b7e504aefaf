"""The API reference: a page per resource of the contract, an anchor per operation, its schemas and its samples."""
