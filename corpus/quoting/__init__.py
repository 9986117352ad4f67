"""Who said what: quotations found in whole documents, each with its speaker and the evidence."""
