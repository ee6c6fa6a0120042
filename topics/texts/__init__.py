"""What shows only when the texts of all documents are compared: copies, and words cut in two."""
